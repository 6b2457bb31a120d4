/** Asks the operator, or whatever stands in for one. Answers live in memory only, and only as long as a login takes. */
export interface Credentials {
  /** The account's password; undefined when there is none to give. Asked once for each host. */
  password?(account: string): Promise<string | undefined>;
  /** A further question of the appliance: a token, a second factor. `isSecret` asks for hidden input. */
  answer?(question: string, isSecret: boolean): Promise<string | undefined>;
  /** Passphrase of an encrypted private key file. */
  passphrase?(keyFile: string): Promise<string | undefined>;
  /** Whether to trust a host key that no known_hosts file has. Without it an unknown key is refused. */
  confirmHostKey?(question: HostKeyQuestion): Promise<boolean>;
}

export interface HostKeyQuestion {
  readonly host: string;
  readonly port: number;
  /** `ssh-ed25519`. */
  readonly keyType: string;
  /** `SHA256:…`, to be compared with what the appliance's owner reads on its console. */
  readonly fingerprint: string;
}
