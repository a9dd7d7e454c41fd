import * as Y from 'yjs'
import { firstOf } from './insides.ts'
import { itemIn } from './nesting.ts'
import type { Id, Part, UpdateParts } from './update-parts.ts'
import { contents } from './update-scan.ts'

/**
 * Whether the parts go to places that few others go to or are at. Yjs walks over all that were put into a place to find
 * out which comes first, at about a microsecond each, so that a place with n of them takes n² steps to fill.
 */
export function isSpread(doc: Y.Doc, parts: UpdateParts): boolean {
  const taken = new Set<string>()
  let crowded = 0
  let steps = 0
  for (const part of parts.all) {
    const { client, clock, content } = part
    const isNowhere = content === contents.gc || content === contents.skip
    if (isNowhere || clock < Y.getState(doc.store, client)) continue
    const place = placeOf(part, doc, parts)
    if (taken.has(place)) crowded++
    taken.add(place)
    steps += walkOf(doc, part, mostSteps - steps)
    if (crowded > mostCrowded || steps >= mostSteps) return false
  }
  return true
}

/** Who writes towards the front puts each before the last one at the same place: that is a place of its own. */
function placeOf(part: Part, doc: Y.Doc, parts: UpdateParts): string {
  const { origin, right, parent, root, key } = part
  if (!origin && !right) return `${root ?? `${parent?.client}/${parent?.clock}`}#${key ?? ''}`
  const place = origin ? `${origin.client}/${origin.clock}` : ''
  return right && isAt(right, origin, doc, parts) ? `${place}^${right.client}/${right.clock}` : place
}

/** Whether something begins there that was itself put behind `origin`. */
function isAt(id: Id, origin: Id | undefined, doc: Y.Doc, parts: UpdateParts): boolean {
  const part = parts.find(id)?.part
  if (part) return part.clock === id.clock && isSame(part.origin, origin)
  const item = itemIn(doc.store, id)
  return item instanceof Y.Item && item.id.clock === id.clock && isSame(item.origin, origin)
}

/** @returns how far Yjs would walk through what the document has at the part's place, `most` at most. */
function walkOf(doc: Y.Doc, part: Part, most: number): number {
  const left = part.origin && itemIn(doc.store, part.origin)
  const right = part.right && itemIn(doc.store, part.right)
  // Next to what comes with it, the document says nothing of where it goes.
  if ((part.origin && !left) || (part.right && !right)) return 0
  if (left instanceof Y.GC || right instanceof Y.GC) return 0
  if (left ? left.right === (right ?? null) : right && right.left === null) return 0
  const before = new Set<Y.Item | Y.GC>()
  let steps = 0
  for (
    let at = left ? left.right : firstIn(doc, part, right);
    at && at !== right && steps < most;
    at = at.right
  ) {
    steps++
    before.add(at)
    if (isSame(part.origin, at.origin)) {
      if (at.id.client >= part.client && isSame(part.right, at.rightOrigin)) break
    } else if (!at.origin || !before.has(Y.getItem(doc.store, at.origin))) break
  }
  return steps
}

/** What is first in the type that a part without a left neighbour lies in. */
function firstIn(doc: Y.Doc, part: Part, right: Y.Item | undefined): Y.Item | null {
  const type = right ? (right.parent as Y.AbstractType<unknown>) : typeOf(doc, part)
  const key = right ? right.parentSub : part.key
  if (!type) return null
  return firstOf(type, key)
}

function typeOf(doc: Y.Doc, { root, parent }: Part): Y.AbstractType<unknown> | undefined {
  if (root !== undefined) return doc.share.get(root) as Y.AbstractType<unknown> | undefined
  const item = parent && itemIn(doc.store, parent)
  return item instanceof Y.Item && item.content instanceof Y.ContentType ? item.content.type : undefined
}

function isSame(one: Id | null | undefined, other: Id | null | undefined): boolean {
  return one ? other?.client === one.client && other.clock === one.clock : !other
}

/** Parts of one update that go where another of them goes too. */
const mostCrowded = 256
/** All walks of one update through the document. */
const mostSteps = 200_000
