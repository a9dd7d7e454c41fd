/** @returns where the report lies that was replaced by the one in `file`. */
export function lastFileOf(file: string): string {
  return file.replace(/(\.json)?$/, '.last.json')
}
