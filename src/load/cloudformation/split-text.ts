import { hasHole, isHole } from '../../estate/hole.ts';

/**
 * `undefined`: not known. A hole inside an ARN is an account, a Region or a name, in which no delimiter of ARNs stands;
 * a hole of its own may be anything.
 */
export function splitText(text: string, delimiter: string): string[] | undefined {
  const isArn = text.startsWith('arn:') && (delimiter === ':' || delimiter === '/');
  const isOpen: boolean = hasHole(text) && (isHole(text) || !isArn);
  return isOpen ? undefined : text.split(delimiter);
}
