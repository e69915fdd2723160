/** Wavelengths in nm that a label names: `450 1` (450, first read), `580/620`, `480-14/520-30` (bandwidths behind the dash), `A-450`, `CWL=450nm`. */
export function wavelengthsIn(text: string): number[] {
  return text.split('/').flatMap((part) => {
    const number = /(?:^|[^\d.])([1-9]\d{2,3})(?![\d])/.exec(part)?.[1];
    return number !== undefined && Number(number) >= 150 && Number(number) <= 1200 ? [Number(number)] : [];
  });
}
