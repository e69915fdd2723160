import type { MethodApproval } from '../persons/method-approval.ts';

/** An approval as it is shown on a terminal: what was approved, by whom, from when on, and what differs from the one before. */
export function methodStatusText(
  approval: Omit<MethodApproval, 'signature' | 'schemaVersion' | 'store'> & { readonly index: number },
): string {
  const { index, method, specifications, files, from, retrospective, supersedes, differences, name, reason, timeUtc, zone } = approval;
  const listed = [method, ...specifications].map(({ id, version, sha256 }) => `  ${id} ${version}  sha256 ${sha256}`);
  const beside = files.map((file) => `  ${file.name}  sha256 ${file.sha256}`);
  const passages =
    differences === null
      ? []
      : [
          ...passage('method', differences.method),
          ...passage('specification', differences.specification),
          ...(differences.files === '' ? [] : passage('files beside it', differences.files)),
        ];
  return [
    `approved / 已批准 (entry ${index})`,
    ...listed,
    ...beside,
    `  from / 生效: ${from}`,
    ...(retrospective === null ? [] : [`  IN RETROSPECT / 追溯批准: ${retrospective}`]),
    `  by / 批准人: ${name}, ${timeUtc} (${zone}): ${reason}`,
    ...(supersedes === null ? [] : [`  in place of / 取代: entry ${supersedes}`]),
    ...passages,
    '',
  ].join('\n');
}

function passage(what: string, text: string): string[] {
  return [
    `  ${what}: ${text === '' ? 'no line differs' : 'differs'}`,
    ...(text === '' ? [] : text.split('\n').map((line) => `    ${line}`)),
  ];
}
