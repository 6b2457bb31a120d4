import { describe, expect, test } from 'vitest';
import { OperatorError } from '../../src/evidence/errors.ts';
import { printable } from '../../src/evidence/printable.ts';
import type { LineIo } from '../../src/tui/plain/line-io.ts';
import { runPlain } from '../../src/tui/plain/run-plain.ts';
import type { Ports } from '../../src/tui/ports.ts';
import { compromisedReport, hostileReport, hostileTexts } from '../fixtures/report.ts';
import { setting } from './setting.ts';
import { facts, made, review, sharePort } from './share/setting.ts';

/** A conversation whose answers are given beforehand. What follows the last is silence, as when the input ends. */
function conversation(answers: readonly string[]): LineIo & { readonly said: string[] } {
  const said: string[] = [];
  const left = [...answers];
  const answer = (question: string) => {
    said.push(question);
    // How long a page is does not matter here.
    return Promise.resolve(question.startsWith('Enter for more') ? '' : left.shift());
  };
  return {
    said,
    width: 80,
    print: (line) => void said.push(line),
    ask: answer,
    askHidden: answer,
    onInterrupt: () => () => {},
  };
}

function ports(over: Partial<Ports> = {}): Ports {
  const { version, user, workFolder, samples, recent, formats, now } = setting();
  const none = () => Promise.reject(new OperatorError('nothing there', 'Look elsewhere.'));
  return {
    version,
    user,
    workFolder,
    samples,
    recent,
    formats,
    now,
    listFolder: none,
    inspect: none,
    plan: () =>
      Promise.resolve({ account: 'nsroot@192.0.2.10', commands: [], paths: [], leftOut: [], typicalBytes: 1 }),
    scan: none,
    openReport: () => Promise.resolve(compromisedReport()),
    suggestPath: () => 'x/report.json',
    save: (_report, path) => Promise.resolve({ kind: 'saved', path }),
    exportAs: none,
    writeFinding: none,
    addSuppression: none,
    remember: () => Promise.resolve(),
    share: sharePort(),
    ...over,
  };
}

const run = async (answers: readonly string[], over: Partial<Ports> = {}, report?: string) => {
  const io = conversation(answers);
  const { texts, glyphs } = setting();
  const status = await runPlain({ ports: ports(over), texts, glyphs, io }, report);
  return { status, said: io.said.join('\n') };
};

test('a live appliance: nothing starts before yes', async () => {
  let scans = 0;
  const scan = () => {
    scans++;
    return Promise.resolve({ report: compromisedReport(), carried: 0 });
  };
  const { said } = await run(['1', 'nsroot@192.0.2.10', 'no', 'q'], { scan });
  expect(said).toContain('Nothing has been sent to the appliance yet.');
  expect(scans).toBe(0);
  await run(['1', 'nsroot@192.0.2.10', 'yes', '', 'q', 'yes'], { scan });
  expect(scans).toBe(1);
});

test('host key and password are asked for in lines', async () => {
  const given: unknown[] = [];
  const { said } = await run(['1', 'a@192.0.2.10', 'y', 'yes', 's3cret', '', 'q', 'y'], {
    scan: async ({ ask }) => {
      const key = { host: '192.0.2.10', port: 22, keyType: 'ssh-ed25519', fingerprint: 'SHA256:abc' };
      given.push(await ask.hostKey(key), await ask.secret(printable('Password of a')));
      return { report: compromisedReport(), carried: 0 };
    },
  });
  expect(given).toEqual([true, 's3cret']);
  expect(said).toContain('SHA256:abc');
  expect(said).not.toContain('s3cret');
});

test('after a wrong password it asks whether to try again, and for the password alone', async () => {
  const given: unknown[] = [];
  const { said, status } = await run(['1', 'a@192.0.2.10', 'y', 'wrong', 'yes', 'right', 'q', 'y'], {
    scan: async ({ ask }) => {
      given.push(await ask.secret(printable('Password of a')));
      if (given.length === 1) throw new OperatorError('a refused the login.', 'Check account and password.');
      return { report: compromisedReport(), carried: 0 };
    },
  });
  expect(given).toEqual(['wrong', 'right']);
  expect(said).toContain('a refused the login.');
  expect(status).toBe(0);
});

test('the commands of the plan are listed when asked for, and nothing starts by that', async () => {
  let scans = 0;
  const over: Partial<Ports> = {
    plan: async () => ({
      account: 'nsroot@192.0.2.10',
      commands: [{ line: 'shell uptime', why: 'time since the last boot' }],
      paths: [],
      leftOut: [],
      typicalBytes: 1,
    }),
    scan: async () => {
      scans++;
      return { report: compromisedReport(), carried: 0 };
    },
  };
  expect((await run(['1', 'a@192.0.2.10', 'no', 'q'], over)).said).not.toContain('shell uptime');
  expect((await run(['1', 'a@192.0.2.10', 'p', 'no', 'q'], over)).said).toContain('# time since the last boot');
  expect(scans).toBe(0);
  await run(['1', 'a@192.0.2.10', 'p', 'yes', 'q', 'yes'], over);
  expect(scans).toBe(1);
});

describe('a package for a CERT, in lines', () => {
  const requests: unknown[] = [];
  const make = (_report: unknown, request: unknown) => {
    requests.push(request);
    return Promise.resolve(made);
  };
  const share = async (answers: readonly string[], over: Partial<Ports['share']> = {}) => {
    requests.length = 0;
    return run(['r', ...answers, 'q'], { share: sharePort({ make, ...over }) }, '/r/report.json');
  };
  /** Recipient, stage, mark, what the form asks, what leaves: all as it is offered. */
  const toDoubts = ['', '', '', '', ''];

  test('as far as yes, with what is offered; then it is told where the package is', async () => {
    const { said } = await share([...toDoubts, 'a', '', '', '', 'yes']);
    expect(requests).toEqual([
      {
        recipient: 'generic',
        stage: 'notification',
        mark: 'TLP:AMBER',
        details: { organisation: 'Example BV', contact_email: 'soc@example.org' },
        keep: [],
        withhold: [],
        folder: '/home/jdoe/package',
      },
    ]);
    expect(said).toContain('user names: 7 in 1,204 places');
    expect(said).toContain('Value 1 of 2: 198.51.100.77');
    expect(said).toContain('Nothing was sent.');
    expect(said).toContain('nsleuth verify package');
  });

  test('nothing is made without yes, and the answers are there the second time', async () => {
    const to = [...toDoubts, 's', 'r', '', 'other', ''];
    const { said } = await share([...to, 'no', 'r', ...toDoubts, '', '', '', 'ja']);
    expect(said).toContain('Nothing was written.');
    expect(said).toContain('Folder (/home/jdoe/other)');
    expect(said.match(/Value 1 of 2/g)).toHaveLength(1);
    expect(requests).toHaveLength(1);
  });

  test('doubtful values are decided one by one, changed, and another is named', async () => {
    const { said } = await share([...toDoubts, 'r', 's', '1', 'w css.xhtml', '', '', '', 'y'], {
      review: (_report, { withhold }) =>
        Promise.resolve(review({ places: new Map(withhold.map((value) => [value, 0])) })),
    });
    expect(requests).toMatchObject([{ keep: ['backup'], withhold: ['css.xhtml'] }]);
    expect(said).toContain('css.xhtml stands nowhere in the report');
  });

  test('what was not offered is no answer', async () => {
    const { said } = await share(['', '', '', '', 'what', '', 'what', 's', 'r', '', '', '', 'y']);
    expect(said.match(/That is none of the choices/g)).toHaveLength(2);
    expect(requests).toMatchObject([{ keep: [], withhold: [] }]);
  });

  test('what is refused is said, and the same is asked again', async () => {
    let tries = 0;
    const { said } = await share([...toDoubts, 'a', '', '', '', 'fresh', '', 'y'], {
      checkFolder: (typed) => {
        tries++;
        if (typed === 'package') return Promise.reject(new OperatorError('package is not empty', 'Give a new folder.'));
        return Promise.resolve(`/home/jdoe/${typed}`);
      },
    });
    expect(tries).toBe(2);
    expect(said).toContain('package is not empty\nWhat to do: Give a new folder.');
    expect(requests).toMatchObject([{ folder: '/home/jdoe/fresh' }]);
  });

  test('the form is asked, what is needed until it is said, and kept', async () => {
    const kept: unknown[] = [];
    const begin = () => Promise.resolve({ ...facts });
    const remember = (details: unknown) => Promise.resolve(void kept.push(details));
    const { said } = await share(['2', '', '', 'Example BV', '', '', 'soc@example.org', '1', 'Other BV', '', 'q'], {
      begin,
      remember,
    });
    expect(said).toContain('The form cannot do without this: E-mail address of that person');
    expect(kept).toEqual([{ organisation: 'Other BV', contact_email: 'soc@example.org' }]);
  });

  test('a key counts only when its fingerprint is confirmed', async () => {
    const { said } = await share([...toDoubts, 'a', '', '', 'cert.asc', 'no', 'cert.asc', 'yes', 'yes']);
    expect(said).toContain('ABCD EF01');
    expect(said).toContain('That key is not used');
    expect(requests).toMatchObject([{ key: { path: '/home/jdoe/cert.asc' } }]);
  });

  test('< goes back a step, and before the first to the report', async () => {
    const { said, status } = await share(['3', '<', '<']);
    expect(said.match(/Recipient \(/g)).toHaveLength(2);
    expect(said).toContain('Recipient (3)');
    expect(status).toBe(0);
  });

  test('it is the first of the formats too, and a report that is refused is not handed over', async () => {
    const begin = () => Promise.reject(new OperatorError('This report is redacted already', 'Share another.'));
    const { said } = await run(['e', '1', 'q'], { share: sharePort({ begin }) }, '/r/report.json');
    expect(said).toContain('This report is redacted already\nWhat to do: Share another.');
  });

  test.each(hostileTexts)('values of evidence are printed inert: %j', async (raw) => {
    const hostile = review({
      doubts: [{ value: raw, proposal: 'replaced', reason: 'payload' }],
      stays: [raw],
      classes: [{ name: 'user', values: 1, places: 1, sample: [{ value: raw, pseudonym: 'user-a' }] }],
    });
    const { said } = await share([...toDoubts, 's', '', '', '', 'no'], { review: () => Promise.resolve(hostile) });
    expect(said.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u)).toBeNull();
  });
});

test('what does not work is said with its remedy, and the conversation goes on', async () => {
  const { status, said } = await run(['2', '/nowhere', 'q']);
  expect(said).toContain('nothing there\nWhat to do: Look elsewhere.\nWhat do you want to examine?');
  expect(status).toBe(0);
});

test('a mark is made, saved where the report lies, and not asked for again', async () => {
  const saved: string[] = [];
  const { status, said } = await run(
    ['1', 'k', 'seen', 's', 'q'],
    {
      save: (report, path) => {
        saved.push(`${path} ${report.findings.filter(({ triage }) => triage.status === 'confirmed').length}`);
        return Promise.resolve({ kind: 'saved', path });
      },
    },
    '/r/report.json',
  );
  expect(saved).toEqual(['/r/report.json 1']);
  expect(said).toContain('Saved: /r/report.json');
  expect(status).toBe(0);
});

test('harmless can be said for later scans too, with a last day', async () => {
  const added: unknown[] = [];
  const { said } = await run(
    ['1', 'b', 'ours', 'soon', '2027-01-31', 'q', 'y'],
    {
      addSuppression: (suppression) => {
        added.push(suppression);
        return Promise.resolve('/home/jdoe/nsleuth.ignore.yml');
      },
    },
    '/r/report.json',
  );
  expect(added).toMatchObject([{ rule: 'php_outside_admin_ui', reason: 'ours', who: 'jdoe', until: '2027-01-31' }]);
  expect(said).toContain('That is no day');
  expect(said).toContain('/home/jdoe/nsleuth.ignore.yml');
});

test('every view is printed inert, however hostile the evidence', async () => {
  const raw = hostileTexts.join(' ');
  const { said } = await run(
    ['q', 'f', 't', 'c', '', '', '', '1', '', '', '', 'q', 'y'],
    {
      openReport: () => Promise.resolve(hostileReport(raw)),
    },
    '/r/report.json',
  );
  expect(said.replaceAll('\n', '').match(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u)).toBeNull();
});

test('the end of the input ends it', async () => {
  expect((await run([])).status).toBe(0);
  expect((await run(['3'])).status).toBe(0);
});
