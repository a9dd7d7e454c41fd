/** About 52 random bits as eleven characters. */
export function base36(random: () => number): string {
  return Math.floor(random() * 2 ** 52)
    .toString(36)
    .padStart(11, '0')
}
