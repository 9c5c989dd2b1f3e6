/** Bytes to text: files, pipes and standard input, with a clear word for everything that is no UTF-8 text. */
import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { gunzipped, isGzip } from './gzip.ts';
import { indexLines } from '../text/line-index.ts';
import type { Problem, SourceText } from './types.ts';

/** What follows the file's name in a message. */
type Complaint = Omit<Problem, 'file'>;

export type ReadText =
  | { readonly ok: true; readonly value: SourceText }
  | {
      readonly ok: false;
      readonly problems: readonly [Problem];
      /** What can be made out of a text in another encoding; nothing where the file could not be opened. */
      readonly guess?: string;
    };

/** `path` is where it lies, `file` how it is called in reports. A pipe is read but once. */
export function readSource(path: string, file: string): ReadText {
  try {
    return decodeSource(readFileSync(path), file);
  } catch (cause) {
    return failed(file, describeReadError(cause));
  }
}

/** The same for a regular file: nearly all are good text, which node reads fastest without showing the bytes. */
export function readRegularFile(path: string, file: string): ReadText {
  try {
    const text = readFileSync(path, 'utf8');
    const isGood = !text.includes('\uFFFD') && !text.slice(0, startOfFile).includes('\0');
    return isGood ? { ok: true, value: { file, text } } : readSource(path, file);
  } catch (cause) {
    return failed(file, describeReadError(cause));
  }
}

export async function readStream(stream: AsyncIterable<Uint8Array>, file: string): Promise<ReadText> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk);
  } catch (cause) {
    return failed(file, describeReadError(cause));
  }
  return decodeSource(Buffer.concat(chunks), file);
}

export function decodeSource(bytes: Buffer, file: string): ReadText {
  try {
    if (isGzip(bytes, file)) return decodePacked(bytes, file);
    if (isUtf16(bytes)) return failed(file, utf16, decodeUtf16(bytes));
    if (isZip(bytes)) return failed(file, zip, '');
    if (bytes.subarray(0, startOfFile).includes(0)) return failed(file, binary, '');
    const text = bytes.toString('utf8');
    return isUtf8(bytes) ? { ok: true, value: { file, text } } : failed(file, badUtf8(bytes, text), text);
  } catch (cause) {
    return failed(file, describeReadError(cause)); // longer than a string can be
  }
}

/** A packed snapshot; other archives in a folder are none of ours. */
function decodePacked(bytes: Buffer, file: string): ReadText {
  const unpacked = gunzipped(bytes);
  return unpacked === undefined
    ? failed(file, { message: 'is no sound gzip file', help: 'Write it anew with backuplint collect.' })
    : decodeSource(unpacked, file);
}

const startOfFile = 8192;

const binary: Complaint = { message: 'is a binary file', help: 'Expected: JSON or YAML text.' };
const utf16: Complaint = {
  message: 'is encoded as UTF-16',
  help: 'Save it as UTF-8; in Windows PowerShell: `... | Out-File -Encoding utf8`.',
};

/** `terraform plan -out` writes one. */
const zip: Complaint = {
  message: 'is a zip archive, as Terraform saves its plans',
  help: 'Of a plan, give what `terraform show -json FILE` (or `tofu show -json FILE`) prints.',
};

function isZip(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004';
}

function isUtf16([first, second]: Buffer): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

function decodeUtf16(bytes: Buffer): string {
  const even = bytes.subarray(0, bytes.length - (bytes.length % 2));
  return (bytes[0] === 0xff ? even : Buffer.from(even).swap16()).toString('utf16le');
}

function badUtf8(bytes: Buffer, text: string): Complaint {
  return {
    ...indexLines(text).positionAt(offsetOfBadByte(bytes, text)),
    message: 'is not valid UTF-8',
    help: 'Save it as UTF-8: read in another encoding, the policy would change.',
  };
}

/** Decoding puts U+FFFD for a bad byte, but the text may also hold a real one, which is three bytes. */
function offsetOfBadByte(bytes: Buffer, text: string): number {
  let at = 0;
  let last = 0;
  for (let offset = text.indexOf('\uFFFD'); offset >= 0; offset = text.indexOf('\uFFFD', offset + 1)) {
    at += Buffer.byteLength(text.slice(last, offset));
    last = offset;
    if (bytes.toString('latin1', at, at + 3) !== '\u00ef\u00bf\u00bd') return offset;
  }
  return 0;
}

const readErrors: Readonly<Record<string, Complaint>> = {
  ENOENT: { message: 'does not exist' },
  ENOTDIR: { message: 'does not exist' },
  EACCES: { message: 'cannot be read: permission denied' },
  EPERM: { message: 'cannot be read: permission denied' },
  ELOOP: { message: 'is a symbolic link that leads in a circle' },
  ENAMETOOLONG: { message: 'has a name that is too long' },
  EMFILE: { message: 'cannot be read: too many open files' },
  ERR_STRING_TOO_LONG: { message: 'is too large', help: 'Split it; half a gigabyte of text is the most.' },
  ERR_FS_FILE_TOO_LARGE: { message: 'is too large', help: 'Split it; half a gigabyte of text is the most.' },
};

export function describeReadError(cause: unknown): Complaint {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return readErrors[code] ?? { message: `cannot be read: ${code || String(cause)}` };
}

function failed(file: string, complaint: Complaint, guess?: string): ReadText {
  const problems = [{ file, ...complaint }] as const;
  return guess === undefined ? { ok: false, problems } : { ok: false, problems, guess };
}
