import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one plain line that any CI can read: `412 passed, 0 failed, 3 skipped`. */
class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed++;
        else if (state === 'failed') failed++;
        else skipped++;
      }
      if (module.state() === 'failed' && module.errors().length > 0) failed++;
    }
    setImmediate(() => process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`));
  }
}

// biome-ignore lint/style/noDefaultExport: vitest loads a reporter from the default export
export default ClosingLineReporter;
