/** A conversation in lines. */
export interface LineIo {
  /** Columns of the terminal. */
  readonly width: number;
  print(line: string): void;
  /** What is answered, trimmed; undefined when there will be no more answers. */
  ask(question: string): Promise<string | undefined>;
  /** As `ask`, without showing what is typed. */
  askHidden(question: string): Promise<string | undefined>;
  /** Called when the user interrupts while nothing is asked; the returned function ends that. */
  onInterrupt(listener: () => void): () => void;
}
