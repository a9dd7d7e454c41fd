import { dataPrefix, keys, roots } from '@coplane/client/model/layout'
import * as Y from 'yjs'
import { itemIn } from './update/nesting.ts'
import { roomLimits } from './room-limits.ts'

/** What a struct lies in: a root of the canvas, a node or an edge, a text of one, anything else; undefined where it is not here yet. */
type Container = 'nodes' | 'edges' | 'meta' | 'item' | 'text' | 'other' | undefined

interface Place {
  readonly container: Container
  readonly key: string | null
}

/**
 * Tells whether an update brings anything that is no part of a canvas, by what it says itself and by what it builds upon. What builds
 * on something that has not arrived is not held against it: the first of anything names its root, and is refused for it.
 */
export class CanvasShape {
  private readonly doc: Y.Doc
  private readonly byClient = new Map<number, Y.Item[]>()
  private readonly places = new Map<Y.Item, Place>()
  private readonly deletes: ReturnType<typeof Y.decodeUpdate>['ds']['clients']

  /** @param update known to decode. */
  constructor(doc: Y.Doc, update: Uint8Array) {
    this.doc = doc
    const { structs, ds } = Y.decodeUpdate(update)
    this.deletes = ds.clients
    for (const struct of structs) {
      if (!(struct instanceof Y.Item)) continue
      const { client } = struct.id
      const items = this.byClient.get(client)
      if (items) items.push(struct)
      else this.byClient.set(client, [struct])
    }
  }

  /** @returns a sentence about what is no part of a canvas, if there is anything. */
  stranger(): string | undefined {
    for (const [client, items] of this.byClient) {
      const known = Y.getState(this.doc.store, client)
      for (const item of items) {
        if (item.id.clock + item.length <= known || item.content instanceof Y.ContentDeleted) continue
        const fault = faultOf(item.content, this.placeOf(item))
        if (fault !== undefined) return fault
      }
    }
    return this.deletesOther() ? 'only a canvas may be edited here' : undefined
  }

  private placeOf(item: Y.Item): Place {
    const known = this.places.get(item)
    if (known) return known
    const place = this.findPlace(item)
    this.places.set(item, place)
    return place
  }

  private findPlace(item: Y.Item): Place {
    const { origin, rightOrigin, parent, parentSub: key } = item
    if (typeof parent === 'string') return { container: rootOf(parent), key }
    if (parent instanceof Y.ID) {
      const holder = this.itemAt(parent)
      return { container: holder && this.containerIn(holder), key }
    }
    // It lies beside its neighbour and says no more about it. Neighbours come before it, or the update is not from Yjs.
    const neighbour = this.itemAt(origin ?? rightOrigin)
    if (!neighbour) return nowhere
    this.places.set(item, nowhere)
    return neighbour.parent instanceof Y.AbstractType
      ? { container: containerOf(this.doc, neighbour.parent), key: neighbour.parentSub }
      : this.placeOf(neighbour)
  }

  /** What the type that this item brings is, for what lies in it. */
  private containerIn(item: Y.Item): Container {
    if (!(item.content instanceof Y.ContentType)) return 'other'
    if (item.parent instanceof Y.AbstractType) return containerOf(this.doc, item.content.type)
    return within(this.placeOf(item).container, item.content.type)
  }

  private itemAt(id: Y.ID | null): Y.Item | undefined {
    if (!id) return undefined
    const there = itemIn(this.doc.store, id)
    if (there) return there instanceof Y.Item ? there : undefined
    const items = this.byClient.get(id.client) ?? []
    let low = 0
    let high = items.length
    while (low < high) {
      const middle = (low + high) >> 1
      const { clock } = items[middle]!.id
      if (clock + items[middle]!.length <= id.clock) low = middle + 1
      else high = middle
    }
    const found = items[low]
    return found && found.id.clock <= id.clock ? found : undefined
  }

  /** Whether it deletes what an admin put beside the canvas. */
  private deletesOther(): boolean {
    const { store } = this.doc
    for (const [client, ranges] of this.deletes) {
      const structs = store.clients.get(client)
      const end = Y.getState(store, client)
      if (structs)
        for (const { clock, len } of ranges) {
          if (clock >= end) continue
          for (let index = Y.findIndexSS(structs, clock); index < structs.length; index++) {
            const struct = structs[index]!
            if (struct.id.clock >= clock + len) break
            if (struct instanceof Y.Item && !struct.deleted && isOther(this.doc, struct)) return true
          }
        }
    }
    return false
  }
}

const nowhere: Place = { container: undefined, key: null }

function isOther(doc: Y.Doc, { parent }: Y.Item): boolean {
  return parent instanceof Y.AbstractType && containerOf(doc, parent) === 'other'
}

function rootOf(name: string): Container {
  return name === roots.nodes || name === roots.edges || name === roots.meta ? name : 'other'
}

/** Of a type in the document. */
function containerOf(doc: Y.Doc, type: unknown): Container {
  for (const name of Object.values(roots)) if (doc.share.get(name) === type) return name
  // eslint-disable-next-line no-underscore-dangle
  const item = (type as Y.AbstractType<unknown>)._item
  return item ? within(containerOf(doc, item.parent), type) : 'other'
}

function within(container: Container, type: unknown): Container {
  if (container === undefined) return undefined
  if (container === 'nodes' || container === 'edges') return type instanceof Y.Map ? 'item' : 'other'
  return container === 'item' && type instanceof Y.Text ? 'text' : 'other'
}

function faultOf(content: Y.Item['content'], { container, key }: Place): string | undefined {
  if (container === undefined) return undefined
  if (container === 'other') return 'only a canvas may be edited here'
  if (container === 'text')
    return content instanceof Y.ContentType ? 'a text of a canvas holds nothing but text' : undefined
  if (key === null) return `${container} have names`
  if (key.length > roomLimits.nameLetters) return `a name may have ${roomLimits.nameLetters} letters`
  const type = content instanceof Y.ContentType ? content.type : undefined
  if (container === 'nodes' || container === 'edges')
    return type instanceof Y.Map ? undefined : `each of the ${container} is a map`
  if (container === 'item') {
    const isData = key.startsWith(dataPrefix)
    if (!isData && !itemKeys.has(key)) return `no node or edge has ${JSON.stringify(key.slice(0, 32))}`
    if (type && !(type instanceof Y.Text && (isData || key === keys.text))) return 'only data may be text'
  } else if (type) return 'facts about a canvas are plain values'
  return content instanceof Y.ContentDoc ? 'a canvas holds no other documents' : undefined
}

const itemKeys: ReadonlySet<string> = new Set(Object.values(keys))
