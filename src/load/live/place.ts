/** An account and a Region, and the way to ask AWS about it: calls are paced, tried again, and noted where refused. */
import { setTimeout as sleep } from 'node:timers/promises';
import { calls, type Answer, type Call, type CallId, type ListCallId } from './calls.ts';
import { failureInWords, isAbsent, isRefusal, isThrottled } from './errors.ts';
import type { KeptCall } from '../snapshot/schema.ts';
import type { Inventory } from './inventory.ts';
import type { Limits } from './limits.ts';
import { clientOf, commands, type Client, type ClientSettings, type Service } from './sdk.ts';

/** What all places share. */
export interface Asking {
  readonly inventory: Inventory;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  /** Pauses in ms after AWS has said, through all the SDK's own attempts, that it takes no more calls for now. */
  readonly patience: readonly number[];
  readonly onAnswer: () => void;
}

export interface PlaceSettings {
  readonly account: string;
  readonly region: string;
  /** Asked for by the user: what is needed and refused here makes the run incomplete. */
  readonly inScope: boolean;
  readonly client: ClientSettings;
}

type Input<Id extends CallId> = NonNullable<ConstructorParameters<(typeof commands)[Id]>[0]>;

export class Place {
  readonly account: string;
  readonly region: string;
  readonly inventory: Inventory;
  readonly #settings: PlaceSettings;
  readonly #asking: Asking;
  readonly #clients = new Map<Service, Client>();

  constructor(settings: PlaceSettings, asking: Asking) {
    this.account = settings.account;
    this.region = settings.region;
    this.inventory = asking.inventory;
    this.#settings = settings;
    this.#asking = asking;
  }

  /** `null`: there is no such thing; `undefined`: it cannot be known, which is noted. */
  async ask<Id extends CallId>(
    id: Id,
    input: Input<Id>,
    of?: string,
    isNeeded: boolean = calls[id].needed,
  ): Promise<Answer<Id> | null | undefined> {
    const { signal } = this.#asking;
    try {
      const answer = await this.#inTurn(id, input);
      return calls[id].answer.parse(answer) as Answer<Id>;
    } catch (error) {
      if (signal.aborted) return this.inventory.notes.stopped() ?? undefined;
      if (isAbsent(error, (calls[id] as Call).absence)) return null;
      return this.#refused(id, error, of, isNeeded);
    }
  }

  /** Whether AWS refuses it, which is not noted; any other failure is left to the call that follows. */
  async isRefused<Id extends CallId>(id: Id, input: Input<Id>): Promise<boolean> {
    try {
      await this.#inTurn(id, input);
      return false;
    } catch (error) {
      return isRefusal(error);
    }
  }

  /** All pages as one answer; one page that is refused leaves the whole list unknown, except in what was listed before. */
  async list<Id extends ListCallId>(
    id: Id,
    input: Input<Id>,
    of?: string,
    isNeeded: boolean = calls[id].needed,
  ): Promise<Listed<Answer<Id>>> {
    const { list, size, next } = calls[id].pages;
    const items: unknown[] = [];
    let token: unknown;
    do {
      const page = { ...input, ...size, ...(token === undefined ? {} : { [next[1]]: token }) };
      const answer: Readonly<Record<string, unknown>> | null | undefined = await this.ask(id, page, of, isNeeded);
      if (answer === undefined) return { isWhole: false, answer: { [list]: items } as Answer<Id> };
      const more = answer?.[list];
      if (Array.isArray(more)) for (const item of more as unknown[]) items.push(item);
      token = answer?.[next[0]];
    } while (typeof token === 'string' && token !== '');
    return { isWhole: true, answer: { [list]: items } as Answer<Id> };
  }

  /** What is not of one Region is kept without it. */
  keep<Call extends KeptCall>(call: Call, answer: Answer<Call> | null, subject?: string, of?: 'account'): void {
    const where = { account: this.account, ...(of === 'account' ? {} : { region: this.region }) };
    this.inventory.keep(call, subject === undefined ? where : { ...where, subject }, answer);
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  async #inTurn<Id extends CallId>(id: Id, input: Input<Id>): Promise<unknown> {
    const { limits, onAnswer } = this.#asking;
    const answer = await limits.of(this.account, serviceOf(id))(async () => this.#patiently(id, input));
    onAnswer();
    return answer;
  }

  /** The SDK tries a call again by itself; where AWS is only busy, giving up would lose what there is to know. */
  async #patiently<Id extends CallId>(id: Id, input: Input<Id>): Promise<unknown> {
    const { patience, signal } = this.#asking;
    for (const pause of [...patience, undefined]) {
      try {
        signal.throwIfAborted();
        return await this.#send(id, input);
      } catch (error) {
        if (pause === undefined || !isThrottled(error)) throw error;
        await sleep(pause * (0.5 + Math.random()), undefined, { signal });
      }
    }
    throw new Error('unreachable');
  }

  async #send<Id extends CallId>(id: Id, input: Input<Id>): Promise<unknown> {
    const Command = commands[id] as new (input: Input<Id>) => unknown;
    return this.#client(serviceOf(id)).send(new Command(input), { abortSignal: this.#asking.signal });
  }

  #client(service: Service): Client {
    const known = this.#clients.get(service) ?? clientOf(service, this.#settings.client);
    this.#clients.set(service, known);
    return known;
  }

  #refused(id: CallId, error: unknown, of: string | undefined, isNeeded: boolean): undefined {
    const why = failureInWords(error, id);
    if (why === undefined) throw error;
    const place = `account ${this.account} in ${this.region}`;
    const { noun } = calls[id];
    this.inventory.notes.add({ noun, of: of ?? place, place, why, required: isNeeded && this.#settings.inScope });
    return undefined;
  }
}

export interface Listed<T> {
  /** False: a page was refused. */
  readonly isWhole: boolean;
  readonly answer: T;
}

function serviceOf(id: CallId): Service {
  return id.slice(0, id.indexOf(':')) as Service;
}
