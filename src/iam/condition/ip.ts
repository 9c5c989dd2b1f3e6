import { kleene } from '../truth.ts';
import type { Comparison } from './comparison.ts';
import type { Operator } from './operator.ts';

/** An address as a number of its family's width. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Network {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly last: bigint;
}

/** CIDR ranges; an address of the other family is in none of them. */
export function compareIp(_operator: Operator, values: readonly string[]): Comparison {
  const networks = values.map(parseNetwork).filter((network) => network !== undefined);
  return (text) => {
    const address = parseAddress(text);
    return kleene(address !== undefined && networks.some((network) => contains(network, address)));
  };
}

function contains({ bits, first, last }: Network, address: Address): boolean {
  return bits === address.bits && address.value >= first && address.value <= last;
}

/** Without a prefix length: the one address. */
export function parseNetwork(text: string): Network | undefined {
  const [base = '', length, more] = text.split('/');
  const address = parseAddress(base);
  if (address === undefined || more !== undefined) return undefined;
  const { bits, value } = address;
  if (length === undefined) return { bits, first: value, last: value };
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : bits + 1;
  if (prefix > bits) return undefined;
  const host = BigInt(bits - prefix);
  const first = (value >> host) << host;
  return { bits, first, last: first | ((1n << host) - 1n) };
}

function parseAddress(text: string): Address | undefined {
  const v4 = parseV4(text);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  const v6 = parseV6(text);
  return v6 === undefined ? undefined : { bits: 128, value: v6 };
}

function parseV4(text: string): bigint | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

function parseV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) return undefined;
  const groups = halves.map(groupsOf);
  const [head, tail = []] = groups;
  if (head === undefined || groups.includes(undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => 0), ...(tail ?? [])];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; the last may be an IPv4 address. */
function groupsOf(side: string): number[] | undefined {
  if (side === '') return [];
  const groups: number[] = [];
  for (const group of side.split(':')) {
    const v4 = parseV4(group);
    if (v4 !== undefined) groups.push(Number(v4 >> 16n), Number(v4 & 0xffffn));
    else if (/^[0-9a-f]{1,4}$/i.test(group)) groups.push(Number.parseInt(group, 16));
    else return undefined;
  }
  return groups;
}
