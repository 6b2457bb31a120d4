import { createHmac } from 'node:crypto';
import { type ValueClass, valueClasses } from './value-class.ts';

/** Text of a pseudonym: class, 13 characters for the value, and 4 more where it was written in another way than its plain form. */
export const PSEUDONYM = new RegExp(`(?:${valueClasses.join('|')})-[a-z2-7]{13}(?:\\\\?~[a-z2-7]{4})?`, 'g');

export interface Pseudonyms {
  /**
   * The pseudonym of a value: the same for the same value and secret, whatever its class and wherever it stands. `written` is how it stands in the
   * text: other case, percent-encoded, base64; that is what comes back.
   */
  of(value: string, valueClass: ValueClass, written: string): string;
  /** Pseudonym to what it stands for, for all that were given. */
  readonly table: ReadonlyMap<string, string>;
}

/** Pseudonyms under a secret that stays with the owner: HMAC-SHA256, so that nobody without it can try out names. */
export function createPseudonyms(secret: Uint8Array): Pseudonyms {
  const table = new Map<string, string>();
  return {
    table,
    of(value, valueClass, written) {
      const plain = value.normalize('NFC').toLowerCase();
      const base = `${valueClass}-${digest(secret, `value\0${plain}`).slice(0, 13)}`;
      const pseudonym = written === plain ? base : `${base}~${digest(secret, `written\0${written}`).slice(0, 4)}`;
      const known = table.get(pseudonym);
      if (known !== undefined && known !== written) {
        throw new Error(`Two values have the pseudonym ${pseudonym}; make a new key file`);
      }
      table.set(pseudonym, written);
      return pseudonym;
    },
  };
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

function digest(secret: Uint8Array, text: string): string {
  return [...createHmac('sha256', secret).update(text).digest()].map((byte) => BASE32[byte & 31]).join('');
}
