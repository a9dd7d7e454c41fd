/**
 * What went wrong, in words that can end a sentence, with the machine's code where there is one:
 * `database or disk is full (SQLITE_FULL)`, `not a directory (ENOTDIR)`.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (!('code' in error)) return error.message
  // Node's own messages read `CODE: reason, call 'path'`; the sentence around them already names the path.
  const reason = error.message.replace(/^[A-Z]+: /, '').replace(/, [a-z]+( '.*)?$/s, '')
  return `${reason} (${String(error.code)})`
}
