/** For laws that are looked at a million times over: an `expect` costs microseconds. @throws Error unless it is so. */
export function insist(isSo: boolean, law: string): asserts isSo {
  if (!isSo) throw new Error(law)
}
