/** Values of a template's parameters. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
import { own } from './template.ts';
import type { Stack } from './stack.ts';

/** What is given for it, else its default, else a hole. Lists are written as text with commas. */
export function parameterValue(stack: Stack, name: string, declaration: unknown): unknown {
  const value = stack.facts.parameters(name) ?? own(declaration, 'Default');
  const type = own(declaration, 'Type');
  // A name of a parameter in Systems Manager is not its value; and what must not be shown is not looked at.
  const isElsewhere = typeof type === 'string' && type.startsWith('AWS::SSM::Parameter::Value');
  if (value === undefined || isElsewhere || isTrue(own(declaration, 'NoEcho'))) return stack.hole(name);
  const given = asText(value);
  return isList(type) && typeof given === 'string' ? listOf(given) : given;
}

function isList(type: unknown): boolean {
  return typeof type === 'string' && (type === 'CommaDelimitedList' || type.startsWith('List<'));
}

function listOf(text: string): string[] {
  return text === '' ? [] : text.split(',').map((element) => element.trim());
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}
