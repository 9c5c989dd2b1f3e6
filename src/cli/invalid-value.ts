/** What is wrong with the value of an option, as a sentence. */
export class InvalidValue extends Error {
  override readonly name = 'InvalidValue';
}
