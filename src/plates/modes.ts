/** Read mode that a vendor's words name; `unknown` where they name none. */
export function modeOf(text: string): string {
  if (/absorbance|absorption|photometric|\bABS\b|\bOD\b/i.test(text)) return 'absorbance';
  if (/luminescence|lumineszenz|\bLUM\b|\bRLU\b|bioluminescence|\bBRET\b/i.test(text)) return 'luminescence';
  if (/fluorescence|fluoreszenz|alpha|\bTRF\b|\bHTRF\b|\bFRET\b|\bRFU\b|\bFI\b|\bFP\b|polari[sz]ation/i.test(text)) return 'fluorescence';
  return 'unknown';
}

/** The unit in which plate readers export a mode. */
export function unitOf(mode: string): string | null {
  if (mode === 'absorbance') return 'OD';
  if (mode === 'fluorescence') return 'RFU';
  return mode === 'luminescence' ? 'RLU' : null;
}

/** The plate size that a plate type names (`96 WELL PLATE`, `Nunc 384 flat bottom`): the only number in it that is one. */
export function plateSizeNamed(text: string): number | null {
  const sizes = new Set((text.match(/\d+/g) ?? []).map(Number).filter((n) => [6, 12, 24, 48, 96, 384, 1536].includes(n)));
  const large = [...sizes].filter((n) => n >= 48);
  const [only] = large.length > 0 ? large : [...sizes];
  return (large.length > 0 ? large.length : sizes.size) === 1 && only !== undefined ? only : null;
}
