/** An element as text; numbers are written so that they read back as the same numbers. */
export function elementText(name: string, attributes: Readonly<Record<string, string | number>>, children: readonly string[] = []): string {
  const head = `<${name}${attributesText(attributes)}`;
  return children.length === 0 ? `${head}/>` : `${head}>${children.join('')}</${name}>`;
}

export function attributesText(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

/** Characters that XML cannot hold at all are left out. */
function escaped(text: string): string {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    const needsReference = code < 32 || '&<>"\''.includes(character);
    if (code === 0xfffe || code === 0xffff || (code < 32 && !'\t\r\n'.includes(character))) return '';
    return needsReference ? `&#${code};` : character;
  }).join('');
}
