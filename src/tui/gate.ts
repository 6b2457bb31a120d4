/** Lets a scan pass, or holds it until it is opened again. */
export interface Gate {
  pass(): Promise<void>;
  open(): void;
  close(): void;
}

export function createGate(): Gate {
  let held: PromiseWithResolvers<void> | undefined;
  return {
    pass: () => held?.promise ?? Promise.resolve(),
    open() {
      held?.resolve();
      held = undefined;
    },
    close() {
      held ??= Promise.withResolvers<void>();
    },
  };
}
