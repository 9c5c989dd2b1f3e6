/** The intrinsic functions. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
import { hasHole, isHole } from '../../estate/hole.ts';
import { isSameJson } from '../../estate/linking/merge.ts';
import { typeInWords } from '../kinds/shape.ts';
import { openCall, refuse, type Call } from './call.ts';
import { findInMap } from './find-in-map.ts';
import { inside } from './place.ts';
import { noValue } from './pseudo-parameters.ts';
import { splitText } from './split-text.ts';
import { splitName, subParts } from './sub-text.ts';
import { own } from './template.ts';

type Work = (call: Call) => unknown;

/** A text that doubles at each of a hundred steps would take all memory. */
const longestText = 500_000;

export const functions: ReadonlyMap<string, Work> = new Map<string, Work>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::If', choose],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', importValue],
  ['Fn::Length', length],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
]);

function ref(call: Call): unknown {
  const { given, resolver } = call;
  if (typeof given !== 'string') return refuse(call, `is ${typeInWords(given)}: Ref takes a name`);
  return resolver.stack.reference(given) ?? resolver.stack.hole(given);
}

function getAtt(call: Call): unknown {
  const { given, resolver, place } = call;
  const [id, name] =
    typeof given === 'string' ? Object.values(splitName(given)) : Array.isArray(given) ? (given as unknown[]) : [];
  const attribute = typeof name === 'string' ? name : resolver.resolve(name, inside(place, 1));
  if (typeof id !== 'string' || typeof attribute !== 'string') {
    return refuse(call, `is ${typeInWords(given)}: Fn::GetAtt takes the name of a resource and of its attribute`);
  }
  return hasHole(attribute) ? openCall(call, id) : resolver.stack.attribute(id, attribute);
}

function sub(call: Call): unknown {
  const { given, resolver, place, at } = call;
  const [text, variables] = Array.isArray(given) ? (given as unknown[]) : [given, undefined];
  if (typeof text !== 'string') return refuse(call, `is ${typeInWords(text)}: Fn::Sub takes a text`);
  const { stack } = resolver;
  const valueOf = (name: string): unknown => {
    const variable = own(variables, name);
    if (variable !== undefined) return resolver.resolve(variable, inside(place, 1, name));
    const { id, attribute } = splitName(name);
    return attribute === undefined ? stack.reference(id) : stack.attribute(id, attribute);
  };
  // A document inside the text stands there as it is written, but for the values.
  if (text.includes('{')) {
    resolver.shifts.note({ shown: at.shown, written: Array.isArray(given) ? inside(place, 0).written : place.written });
  }
  const parts = subParts(text).map((part) =>
    part.kind === 'text'
      ? part.text
      : (textOf(valueOf(part.name)) ?? holeIn(call, part.name, own(variables, part.name))),
  );
  return limited(parts.join(''), call);
}

/** As it stands in a text; lists and objects cannot. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** A name of the text's own means something else than the same name in the template. */
function holeIn(call: Call, name: string, variable: unknown): string {
  return variable === undefined ? call.resolver.stack.hole(name) : openCall(call, name, variable);
}

function limited(text: string, call: Call): string {
  return text.length > longestText ? openCall(call, 'a text that is too long') : text;
}

function join(call: Call): unknown {
  const { given, resolver, place } = call;
  const [delimiter, written] = Array.isArray(given) ? (given as unknown[]) : [];
  if (typeof delimiter !== 'string') return refuse(call, 'is not a delimiter and a list: Fn::Join takes both');
  const list = resolver.resolve(written, inside(place, 1));
  if (isHole(list)) return openCall(call, 'Fn::Join');
  if (!Array.isArray(list)) return refuse(call, `joins ${typeInWords(list)}: Fn::Join takes a delimiter and a list`);
  const parts = list.map((part: unknown, index) => textOf(part) ?? openCall(call, `element ${index + 1} of a list`));
  return limited(parts.join(delimiter), call);
}

function split(call: Call): unknown {
  const { given, resolver, place } = call;
  const [delimiter, written] = Array.isArray(given) ? (given as unknown[]) : [];
  const text = resolver.resolve(written, inside(place, 1));
  if (typeof delimiter !== 'string' || delimiter === '' || typeof text !== 'string') {
    return refuse(call, 'is not a delimiter and a text: Fn::Split takes both');
  }
  return splitText(text, delimiter) ?? openCall(call, 'Fn::Split');
}

function select(call: Call): unknown {
  const { given, resolver, place } = call;
  const [position, written] = Array.isArray(given) ? (given as unknown[]) : [];
  const index = resolver.resolve(position, inside(place, 0));
  const list = resolver.resolve(written, inside(place, 1));
  if (isHole(list) || isHole(index)) return openCall(call, 'Fn::Select');
  if (!Array.isArray(list) || !/^\d+$/.test(String(index))) {
    return refuse(call, 'is not a position and a list: Fn::Select takes both');
  }
  const element: unknown = list[Number(index)];
  return element ?? refuse(call, `selects element ${Number(index)}, counted from 0, of a list of ${list.length}`);
}

function choose(call: Call): unknown {
  const { given, resolver, place, at } = call;
  const [condition, ...branches] = Array.isArray(given) ? (given as unknown[]) : [];
  if (typeof condition !== 'string' || branches.length !== 2) {
    return refuse(call, 'is not a condition and two values: Fn::If takes three');
  }
  const take = (index: 1 | 2): unknown => {
    const taken = resolver.shifts.note({ shown: at.shown, written: inside(place, index).written });
    return resolver.resolve(branches[index - 1], taken) ?? noValue;
  };
  const decided = resolver.decide(condition);
  if (typeof decided === 'boolean') return take(decided ? 1 : 2);
  const [no, yes] = [take(2), take(1)];
  return yes === no || isSameJson(yes, no) ? yes : openCall(call, condition);
}

function importValue(call: Call): unknown {
  const { given, resolver, place } = call;
  const name = resolver.resolve(given, place);
  if (typeof name !== 'string') return refuse(call, `is ${typeInWords(name)}: Fn::ImportValue takes a name`);
  // Exports have one name in an account and Region, whoever asks for it.
  return resolver.stack.neighbours.imported(name) ?? resolver.stack.hole(`the export ${name}`);
}

function length(call: Call): unknown {
  const list = call.resolver.resolve(call.given, call.place);
  return Array.isArray(list) ? list.length : openCall(call, 'Fn::Length');
}

function toJsonString(call: Call): unknown {
  return limited(JSON.stringify(call.resolver.resolve(call.given, call.place) ?? null), call);
}

function transform(call: Call): unknown {
  const { place, resolver } = call;
  resolver.stack.doubt(place.written, 'only AWS runs transforms and macros');
  return openCall(call, 'Fn::Transform');
}
