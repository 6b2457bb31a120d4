import { addressKind, plainAddress } from '../reports/addresses.ts';
import { COMMON_WORDS, isGenericName, isMasked } from './generic-names.ts';
import type { ValueClass } from './value-class.ts';

/** What was learnt of one value. */
export interface KnownValue {
  /** As first seen. */
  readonly value: string;
  readonly valueClass: ValueClass;
  /** It belongs to the appliance or its network: never an intruder's. */
  readonly isOwn: boolean;
}

/** All that a report names, by value; decides what is replaced. */
export interface KnownValues {
  add(value: string, valueClass: ValueClass, isOwn?: boolean): void;
  /** What a value is, when it has to be replaced; undefined when it may stay. */
  toReplace(value: string, valueClass: ValueClass): KnownValue | undefined;
  /** Everything that is replaced. */
  replaced(): readonly KnownValue[];
  /** Values that are common words: replaced where the place tells what they are, and not everywhere. */
  commonWords(): readonly KnownValue[];
}

export interface Decisions {
  /** Lower case; stay whatever they are. */
  readonly keep: ReadonlySet<string>;
  /** Addresses (plain spelling) and hosts (lower case) of intruders: they stay, unless they turn out to be one's own. */
  readonly intruders: ReadonlySet<string>;
}

/** Classes in order of what they reveal: a value that is a secret and a user name is a secret. */
const GRAVITY: readonly ValueClass[] = [
  'value',
  'secret',
  'key',
  'cookie',
  'session',
  'email',
  'address',
  'user',
  'serial',
  'certificate',
  'evidence',
  'host',
  'group',
  'finding',
];

export function knownValues(decisions: Decisions): KnownValues {
  const byValue = new Map<string, KnownValue>();
  const isReplaced = ({ value, valueClass, isOwn }: KnownValue): boolean => {
    const plain = plainValue(value);
    if (valueClass === 'value') return true;
    if (decisions.keep.has(plain)) return false;
    const kind = addressKind(value);
    if (kind !== undefined)
      return kind !== 'nobody' && (kind === 'internal' || isOwn || !decisions.intruders.has(plain));
    if (valueClass === 'host') return !isGenericName(value) && (isOwn || !decisions.intruders.has(plain));
    const isName = valueClass === 'user' || valueClass === 'group' || valueClass === 'certificate';
    return isName ? !isGenericName(value) : !isMasked(value);
  };
  return {
    add(value, valueClass, isOwn = false) {
      const plain = plainValue(value);
      if (plain === '') return;
      const known = byValue.get(plain);
      if (known === undefined) {
        byValue.set(plain, { value, valueClass, isOwn });
      } else if (isOwn !== known.isOwn || GRAVITY.indexOf(valueClass) < GRAVITY.indexOf(known.valueClass)) {
        const graver = GRAVITY.indexOf(valueClass) < GRAVITY.indexOf(known.valueClass) ? valueClass : known.valueClass;
        byValue.set(plain, { value: known.value, valueClass: graver, isOwn: isOwn || known.isOwn });
      }
    },
    toReplace(value, valueClass) {
      const known = byValue.get(plainValue(value)) ?? { value, valueClass, isOwn: false };
      return isReplaced(known) ? known : undefined;
    },
    replaced: () => [...byValue.values()].filter(isReplaced),
    commonWords: () =>
      [...byValue.values()].filter((one) => isReplaced(one) && COMMON_WORDS.has(plainValue(one.value))),
  };
}

/** One spelling for values that are the same: lower case, addresses in their plain form. */
export function plainValue(value: string): string {
  return addressKind(value) === undefined ? value.normalize('NFC').toLowerCase() : plainAddress(value);
}
