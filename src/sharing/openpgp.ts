import { readFile, stat } from 'node:fs/promises';
import type { Key, PrivateKey, PublicKey } from 'openpgp';
import { OperatorError } from '../evidence/errors.ts';
import { printable } from '../evidence/printable.ts';

/** OpenPGP is needed by few commands and is large: it is loaded when it is used. */
const openpgp = () => import('openpgp');

const LARGEST_KEY = 1_048_576;

export interface Recipient {
  readonly key: PublicKey;
  /** Upper-case hex. */
  readonly fingerprint: string;
  readonly userIds: readonly string[];
}

/** Reads the public key of a recipient, armoured or binary; says in one line why it cannot be encrypted to. */
export async function readRecipient(path: string): Promise<Recipient> {
  const key = await readOneKey(path);
  const label = printable(path);
  if (key.isPrivate()) throw new OperatorError(`${label} holds a private key`, 'Give the recipient’s public key.');
  if (await key.isRevoked())
    throw new OperatorError(`The key in ${label} was revoked`, 'Fetch the recipient’s new key from its own site.');
  const expires = await key.getExpirationTime();
  if (expires instanceof Date && expires < new Date()) {
    throw new OperatorError(
      `The key in ${label} expired on ${expires.toISOString().slice(0, 10)}`,
      'Fetch the recipient’s new key from its own site.',
    );
  }
  try {
    await key.getEncryptionKey();
  } catch (error) {
    throw new OperatorError(
      `The key in ${label} cannot be encrypted to: ${messageOf(error)}`,
      'Fetch the recipient’s new key from its own site.',
    );
  }
  return {
    key: key.toPublic(),
    fingerprint: key.getFingerprint().toUpperCase(),
    userIds: key.getUserIDs().map(printable),
  };
}

/** Encrypts to a recipient so that GnuPG 2.2 and later can read it. */
export async function encryptTo(content: Uint8Array, recipient: Recipient): Promise<Uint8Array> {
  const { createMessage, encrypt } = await openpgp();
  const message = await createMessage({ binary: new Uint8Array(content) });
  return encrypt({ message, encryptionKeys: recipient.key, format: 'binary', config: { aeadProtect: false } });
}

/** Reads a private key to sign with. `passphrase` is asked only when the key has one. */
export async function readSigningKey(path: string, passphrase: () => Promise<string>): Promise<PrivateKey> {
  const { decryptKey } = await openpgp();
  const key = await readOneKey(path);
  const label = printable(path);
  if (!key.isPrivate())
    throw new OperatorError(
      `${label} holds no private key`,
      'Give the key to sign with: gpg --export-secret-keys --armor ID > FILE',
    );
  const expires = await key.getExpirationTime();
  if (expires instanceof Date && expires < new Date())
    throw new OperatorError(
      `The key in ${label} expired on ${expires.toISOString().slice(0, 10)}`,
      'Sign with a key that is valid.',
    );
  if (key.isDecrypted()) return key;
  try {
    return await decryptKey({ privateKey: key, passphrase: await passphrase() });
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`The passphrase does not open ${label}`, 'Try again.');
  }
}

/** A detached signature, binary. */
export async function signDetached(content: Uint8Array, signingKey: PrivateKey): Promise<Uint8Array> {
  const { createMessage, sign } = await openpgp();
  const message = await createMessage({ binary: new Uint8Array(content) });
  const signature = await sign({ message, signingKeys: signingKey, detached: true, format: 'binary' });
  return signature as Uint8Array;
}

/** Checks a detached signature. Returns undefined when it is good, else what is wrong with it. */
export async function signatureFault(
  content: Uint8Array,
  signature: Uint8Array,
  signerPath: string,
): Promise<string | undefined> {
  const { createMessage, readSignature, verify } = await openpgp();
  const key = await readOneKey(signerPath);
  try {
    const read = await readSignature({ binarySignature: new Uint8Array(signature) });
    const result = await verify({
      message: await createMessage({ binary: new Uint8Array(content) }),
      signature: read,
      verificationKeys: key.toPublic(),
    });
    const [first] = result.signatures;
    if (first === undefined) return 'the signature file holds no signature';
    await first.verified;
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function readOneKey(path: string): Promise<Key> {
  const { readKeys } = await openpgp();
  const label = printable(path);
  let bytes: Buffer;
  try {
    if ((await stat(path)).size > LARGEST_KEY)
      throw new OperatorError(`${label} is too large for a key`, 'Give a file with one key.');
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    throw new OperatorError(`${label} cannot be read`, 'Check the path and its permissions.');
  }
  // A second armoured block would be passed over in silence.
  const blocks = bytes.toString('latin1').split('-----BEGIN PGP').length - 1;
  if (blocks > 1)
    throw new OperatorError(
      `${label} holds ${blocks} keys`,
      'Give a file with one key, so that it is clear which is meant.',
    );
  let keys: Key[];
  try {
    keys = await (blocks === 1
      ? readKeys({ armoredKeys: bytes.toString('utf8') })
      : readKeys({ binaryKeys: new Uint8Array(bytes) }));
  } catch {
    keys = [];
  }
  const [key] = keys;
  if (key === undefined)
    throw new OperatorError(`${label} holds no OpenPGP key`, 'Give a key file: gpg --export --armor ID > FILE');
  if (keys.length > 1)
    throw new OperatorError(
      `${label} holds ${keys.length} keys`,
      'Give a file with one key, so that it is clear which is meant.',
    );
  return key;
}

function messageOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error)).slice(0, 200);
}
