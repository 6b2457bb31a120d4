/** Lets a scan pass, or holds it until it is opened again. */
export interface Gate {
  /** Undefined when nothing holds it: waiting for a promise costs something for each of many entries. */
  pass(): Promise<void> | undefined;
  open(): void;
  close(): void;
}

export function createGate(): Gate {
  let held: PromiseWithResolvers<void> | undefined;
  return {
    pass: () => held?.promise,
    open() {
      held?.resolve();
      held = undefined;
    },
    close() {
      held ??= Promise.withResolvers<void>();
    },
  };
}
