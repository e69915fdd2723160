import { describe, expect, it } from 'vitest';
import { type Job, jobId, jobOf } from '../../src/results/job.ts';
import { sampleResult } from '../outputs/sample-result.ts';

const JOB: Job = {
  version: '0.1.0',
  subject: { lot: 'L1', purpose: 'release', condition: null, timePoint: null },
  inputs: [
    { role: 'fcs', name: 'a.fcs', sha256: '1'.repeat(64) },
    { role: 'sample-list', name: 'samples.csv', sha256: null },
  ],
  methodSha256: '2'.repeat(64),
  specificationSha256: '3'.repeat(64),
  rerun: 0,
};

describe('the id of a job', () => {
  // Python: hashlib.sha256 of the text that RFC 8785 makes of it, typed by hand: keys sorted, no white space.
  it('is the SHA-256 of its canonical JSON', () => {
    expect(jobId(JOB)).toBe('de6b9cdbc6da01c46e80f02ed5548811225a103da1e8eb2b6eeecce8d9925c03');
  });

  it.each([
    ['another version', { version: '0.1.1' }],
    ['another subject', { subject: { ...JOB.subject, timePoint: '6 months' } }],
    ['another file', { inputs: JOB.inputs.slice(1) }],
    ['another method', { methodSha256: '4'.repeat(64) }],
    ['another specification', { specificationSha256: '4'.repeat(64) }],
    ['a repeat', { rerun: 1 }],
  ])('is another one for %s', (_, changed) => {
    expect(jobId({ ...JOB, ...changed })).not.toBe(jobId(JOB));
  });
});

describe('the job of a result', () => {
  it('has each file once, by role and name, whatever the order of the records', () => {
    const [first, second] = sampleResult.inputs;
    if (first === undefined || second === undefined) throw new Error('the sample has fewer than two inputs');
    const twice = { ...sampleResult, inputs: [second, first, { ...first, serves: second.serves }] };
    const job = jobOf(twice, 0);
    expect(job.inputs).toHaveLength(2);
    expect(job).toEqual(jobOf({ ...sampleResult, inputs: [first, second] }, 0));
    expect(job.subject.lot).toBe(sampleResult.lot.id);
  });

  it('says null of a file that changed', () => {
    const [first] = sampleResult.inputs;
    if (first === undefined) throw new Error('the sample has no input');
    const { sha256: _, ...unhashed } = first;
    expect(jobOf({ ...sampleResult, inputs: [unhashed] }, 0).inputs[0]?.sha256).toBeNull();
  });
});
