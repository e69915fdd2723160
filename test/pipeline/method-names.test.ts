import { describe, expect, it } from 'vitest';
import { namesMethod } from '../../src/pipeline/definition/method-names.ts';

describe('the method of a row or of a result from elsewhere', () => {
  it.each([
    ['QC-M-021', 'flow, QC-M-020', 'QC-M-021', true, 'the id decides, whatever the text says'],
    ['QC-M-021', 'flow, QC-M-022', 'QC-M-022', false, 'a number in the text is not the id'],
    ['QC-M-021', 'flow', 'qc-m-021', false, 'to the character'],
    [null, 'flow', 'flow', true, 'without an id: the whole text'],
    [null, 'flow, nuclear dye and 7-AAD, QC-M-021', 'QC-M-021', true, 'a word of the text'],
    [null, 'flow (QC-M-021).', 'QC-M-021', true, 'before a full stop'],
    [null, 'QC-M-0211, QC-M-021', 'QC-M-021', true, 'a later place of the name'],
    [null, 'flow, QC-M-0211', 'QC-M-021', false, 'the beginning of another number'],
    [null, 'flow, SQC-M-021', 'QC-M-021', false, 'the end of another number'],
    [null, 'flow, QC-M-021.2', 'QC-M-021', false, 'the head of a longer number'],
    [null, 'flow, QC-M-021/B', 'QC-M-021', false, 'the head of a variant'],
    [null, '流式，QC-M-021', 'QC-M-021', true, 'after Chinese punctuation'],
    [null, 'flow', 'QC-M-021', false, 'no such word'],
    [null, 'flow', '', false, 'nothing is no name'],
  ])('id %s, text %s: %s → %s (%s)', (...[id, text, name, expected]) => {
    expect(namesMethod({ id, text }, name)).toBe(expected);
  });
});
