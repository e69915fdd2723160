/** The heading cells and the rows of the table below a heading of a page, as text. */
export function cellsUnder(
  html: string,
  heading: string,
): { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const at = [...html.matchAll(/<h3>(.*?)<\/h3>/g)].find((match) => textOf(match[1] ?? '') === heading);
  if (at === undefined) throw new Error(`Expected the heading '${heading}', found ${html.length} characters without it.`);
  const [table = ''] = /<table[\s\S]*?<\/table>/.exec(html.slice(at.index)) ?? [];
  const rows = [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => textOf(cell)),
  );
  const [head = [], ...body] = rows;
  return { head, rows: body };
}

function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .trim();
}
