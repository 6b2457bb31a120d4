import type { ServerChannel } from 'ssh2';

/** What the account may do, as its login shell shows. */
export type AccountKind =
  /** The NetScaler command line, with the right to `shell`. */
  | 'superuser'
  /** Lands in bash; `shell` is no command there. */
  | 'bash'
  /** A read-only policy: `show` commands, no `shell`. */
  | 'cli-only'
  /** Bound to an admin partition: its own `show` commands, no `shell`. */
  | 'partition'
  /** Nothing at all. */
  | 'none';

/** How an emulated appliance behaves. Everything that public sources disagree on can be switched. */
export interface Behaviour {
  readonly account: AccountKind;
  readonly user: string;
  readonly password: string;
  /** Asked by keyboard-interactive after the password, and what must be answered. */
  readonly secondFactor?: { readonly prompt: string; readonly answer: string };
  /** Public keys that may log in, in OpenSSH form. */
  readonly authorizedKeys: readonly string[];
  readonly methods: readonly ('keyboard-interactive' | 'password' | 'publickey')[];
  /** A fresh VPX: every command is answered by the demand for a new password. */
  readonly demandsNewPassword: boolean;
  /** Logins refused at first, as in the half minute after a boot. */
  readonly refusedLogins: number;
  readonly banner: string;
  readonly legacyAlgorithmsOnly: boolean;

  /** ` Done` before and after the output of a shell command. */
  readonly headFrame: boolean;
  readonly tailFrame: boolean;
  /** `crlf-frames`: the frames end in CR LF. `crlf`: everything does, as behind a terminal. */
  readonly lineEnds: 'lf' | 'crlf-frames' | 'crlf';
  /** Warnings of the command line among the output. */
  readonly warnings: boolean;
  /** Sends a frame in two segments. */
  readonly splitsFrames: boolean;
  readonly delayMs: number;
  readonly exitStatus: 'always-zero' | 'of-child';
  /** The command line takes single quotes off before the shell sees them. */
  readonly stripsSingleQuotes: boolean;
  /** Programs this release lacks. */
  readonly missing: readonly string[];
  /** Ends the connection within the output of a command. */
  readonly cut?: { readonly command: RegExp; readonly afterBytes: number };
  /** Commands that never answer. */
  readonly hangs?: RegExp;
  /** Takes a command over completely; returns whether it did. */
  readonly takeOver?: (command: string, channel: ServerChannel) => boolean;
  /** Acts as a jump host to other ports of this computer. */
  readonly forwards: boolean;
  /** Writes log lines of its own for every login and command, as an appliance does. */
  readonly writesLogs: boolean;
}

export const ordinary: Behaviour = {
  account: 'superuser',
  user: 'nsroot',
  password: 'correct horse battery',
  authorizedKeys: [],
  methods: ['keyboard-interactive', 'password', 'publickey'],
  demandsNewPassword: false,
  refusedLogins: 0,
  banner: '',
  legacyAlgorithmsOnly: false,
  headFrame: true,
  tailFrame: true,
  lineEnds: 'lf',
  warnings: false,
  splitsFrames: false,
  delayMs: 0,
  exitStatus: 'always-zero',
  stripsSingleQuotes: false,
  missing: [],
  forwards: false,
  writesLogs: true,
};
