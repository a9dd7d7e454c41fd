import { hostileEdit } from '../../hostile-edit.ts'
import { RawAuthor } from '../../raw-author.ts'
import type { SeededRandom } from '../seeded-random.ts'
import type { Player } from './player.ts'

/** Writes past the verbs, as an application could that has the document in hands. */
export function writeRaw({ room: { doc } }: Player, random: SeededRandom): string {
  const author = new RawAuthor(doc.clientID, doc)
  doc.transact(() => hostileEdit(author, random))
  return 'raw'
}
