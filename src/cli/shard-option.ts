import { InvalidValue } from './invalid-value.ts';

/** What `--shard` says: which of how many parts, or `auto` for what the surroundings tell. */
export interface ShardOption {
  readonly index: number | 'auto';
  /** Absent: the surroundings tell. */
  readonly count?: number;
}

/** `2/4`, `auto/4` or `auto` */
export function shardOption(text: string): ShardOption {
  const [index = '', count, ...rest] = text.split('/');
  const whole = /^[1-9]\d{0,5}$/;
  const isIndex = index === 'auto' || (whole.test(index) && count !== undefined);
  if (!isIndex || rest.length > 0 || (count !== undefined && !whole.test(count))) {
    throw new InvalidValue('Write it as I/N, like 2/4, as auto/N, or as auto.');
  }
  if (index === 'auto') return { index, ...(count === undefined ? {} : { count: Number(count) }) };
  if (Number(index) > Number(count)) throw new InvalidValue(`There is no part ${index} of ${count}.`);
  return { index: Number(index), count: Number(count) };
}
