import { keys, roots } from '@coplane/client/model/layout'
import type { ItemKind, Schema } from '@coplane/client/model/schema'
import { repairId } from '@coplane/client/model/writer-ids'
import * as Y from 'yjs'
import type { Counters } from '../counters.ts'
import type { Quotas } from '../quotas.ts'
import { CanvasIndex } from './canvas-index.ts'
import { isItem, readEnds, readPlaced } from './entry-shape.ts'
import { Hanging } from './hanging.ts'
import { repairOrder } from './order-repair.ts'
import { repairCycles, repairParents } from './place-repair.ts'
import type { RefusedEdit } from './refused-edit.ts'
import { isSoundPlacement } from './register.ts'
import type { Placed } from './sibling-order.ts'
import { readTouched, type Touch } from './touched.ts'
import { ValueRepair, type Written } from './value-repair.ts'

/** What a room's repairs need from outside. */
export interface IntegrityRules {
  /** What the operator allows in canvases, if anything is forbidden. */
  readonly schema: Schema | undefined
  readonly quotas: Pick<Quotas, 'documentItems'>
  /** From 0 to below 1: jitter of order keys, and the id under which repairs are written. */
  readonly random: () => number
}

/**
 * Keeps one canvas sound. The rules of ARCHITECTURE.md, "Integrity", hold after every tick; what a tick broke is repaired in
 * its own transaction, by looking at what it wrote and at what hangs on that.
 */
export class Integrity {
  private readonly doc: Y.Doc
  private readonly nodes: Y.Map<unknown>
  private readonly edges: Y.Map<unknown>
  private readonly rules: IntegrityRules
  private readonly counters: Counters
  private index: CanvasIndex | undefined
  /** Whether the document was never looked at whole since the index was made. */
  private isUnchecked = true
  /** What we have written under the document's clientID. */
  private ownClock = 0

  constructor(doc: Y.Doc, rules: IntegrityRules, counters: Counters) {
    this.doc = doc
    this.nodes = doc.getMap(roots.nodes)
    this.edges = doc.getMap(roots.edges)
    this.rules = rules
    this.counters = counters
    this.chooseClientId()
  }

  hasNode(id: string): boolean {
    const entry = this.nodes.get(id)
    return entry instanceof Y.Map && isItem('node', entry)
  }

  /**
   * To be called before a tick's updates are applied. The first time it reads the document, so that the tick's removals still
   * find where everything was. A room in which nobody edits is never read, nor written for being opened.
   */
  prepare(): void {
    if (this.index) return
    const index = (this.index = new CanvasIndex())
    this.isUnchecked = true
    for (const [id, entry] of this.nodes.entries())
      if (entry instanceof Y.Map && isItem('node', entry)) index.addNode(readPlaced(id, entry))
    for (const [id, entry] of this.edges.entries())
      if (entry instanceof Y.Map && isItem('edge', entry)) index.setEdge(id, readEnds(entry))
  }

  /** To be called in the transaction, after the updates. @returns what was taken back and from whom. */
  repair(transaction: Y.Transaction): readonly RefusedEdit[] {
    const index = this.index!
    const { nodes, edges } = readTouched(transaction, this.nodes, this.edges, this.isPlainMove)
    if (nodes.size === 0 && edges.size === 0 && !this.isUnchecked) return []
    // Somebody else writes under our id, by chance or on purpose: from now on we need another one.
    if (Y.getState(this.doc.store, this.doc.clientID) !== this.ownClock) this.chooseClientId()
    const values = new ValueRepair(transaction, this.counters)
    const hanging = new Hanging()
    this.repairNodes(index, nodes, values, hanging)
    this.repairEdges(index, nodes, edges, values, hanging)
    this.isUnchecked = false
    this.ownClock = Y.getState(this.doc.store, this.doc.clientID)
    this.counters.integrityLooks += hanging.looked
    return values.refusals
  }

  /** Forgets what it knows of the document; the next tick looks at all of it. */
  reset(): void {
    this.index = undefined
  }

  private repairNodes(
    index: CanvasIndex,
    touched: ReadonlyMap<string, Touch>,
    values: ValueRepair,
    hanging: Hanging,
  ): void {
    for (const id of this.idsToCheck(this.nodes, touched)) {
      hanging.looked++
      const known = index.node(id)
      const touch = touched.get(id)
      const isKnown = known !== undefined && touch !== 'replaced'
      const written = this.writtenOf(touch, isKnown)
      const entry = this.checked('node', this.nodes, id, touch, written, isKnown, values)
      if (entry) this.stage(index, hanging, id, entry, known, written)
      else if (known) {
        index.removeNode(known)
        hanging.removed.push(id)
      }
    }
    const putOnCanvas = (node: Placed, x: number, y: number): void => {
      this.entryOf(node).set(keys.placement, ['', x, y])
      node.x = x
      node.y = y
      index.rehang(node, '', node.z)
      hanging.reordered.add(node)
    }
    const { repairs } = this.counters
    repairs.parent += repairParents(index, hanging, putOnCanvas)
    repairs.cycle += repairCycles(index, hanging, putOnCanvas)
    repairs.order += repairOrder(index, hanging, this.rules.random, (node) =>
      this.entryOf(node).set(keys.order, node.z),
    )
  }

  private repairEdges(
    index: CanvasIndex,
    touchedNodes: ReadonlyMap<string, Touch>,
    touched: ReadonlyMap<string, Touch>,
    values: ValueRepair,
    hanging: Hanging,
  ): void {
    const suspects = new Set<string>()
    for (const id of this.idsToCheck(this.edges, touched)) {
      hanging.looked++
      const touch = touched.get(id)
      const isKnown = index.endsOf(id) !== undefined && touch !== 'replaced'
      const written = this.writtenOf(touch, isKnown)
      const entry = this.checked('edge', this.edges, id, touch, written, isKnown, values)
      index.setEdge(id, entry && readEnds(entry))
      if (entry) suspects.add(id)
    }
    for (const [id, touch] of touchedNodes)
      if (touch === 'replaced' && !this.nodes.has(id))
        for (const edge of index.edgesAt(id)) suspects.add(edge)
    hanging.looked += suspects.size
    for (const id of suspects) {
      if (index.endsOf(id)!.every((node) => this.nodes.has(node))) continue
      this.edges.delete(id)
      index.setEdge(id, undefined)
      this.counters.repairs.edge++
    }
  }

  /** Whether a node was only moved, soundly and within its parent; then its place is noted and no rule is concerned. */
  private readonly isPlainMove = (
    id: string,
    entry: Y.Map<unknown>,
    written: ReadonlySet<string | null>,
  ): boolean => {
    if (written.size !== 1 || !written.has(keys.placement) || this.isUnchecked) return false
    const known = this.index!.node(id)
    const placement = entry.get(keys.placement)
    if (!known || !isSoundPlacement(placement) || placement[0] !== known.parent) return false
    known.x = placement[1]
    known.y = placement[2]
    this.counters.integrityLooks++
    return true
  }

  /** What the tick touched; of a document that was never looked at, everything as well. */
  private idsToCheck(root: Y.Map<unknown>, touched: ReadonlyMap<string, Touch>): Iterable<string> {
    return this.isUnchecked ? new Set([...root.keys(), ...touched.keys()]) : [...touched.keys()]
  }

  private writtenOf(touch: Touch | undefined, isKnown: boolean): Written {
    return isKnown && !this.isUnchecked && touch !== 'replaced' ? touch : undefined
  }

  /** Repairs an entry's values. @returns the entry if it is a node or an edge and stays one. */
  private checked(
    kind: ItemKind,
    root: Y.Map<unknown>,
    id: string,
    touch: Touch | undefined,
    written: Written,
    isKnown: boolean,
    values: ValueRepair,
  ): Y.Map<unknown> | undefined {
    const entry = root.get(id)
    if (!(entry instanceof Y.Map) || !values.mend(kind, id, entry, written, isKnown)) return undefined
    if (touch !== undefined && this.isOneTooMany(kind, id)) {
      values.takeOut(kind, root, id, `a canvas may have ${this.rules.quotas.documentItems} nodes and edges`)
      return undefined
    }
    // The schema judges edits: what was stored before it was written stays as it is.
    const { schema } = this.rules
    if (!schema || touch === undefined) return entry
    const judged = isKnown && touch !== 'replaced' ? touch : undefined
    return values.judge(schema, kind, root, id, judged) ? entry : undefined
  }

  /** Whether the entry is new where there is no place for another one. */
  private isOneTooMany(kind: ItemKind, id: string): boolean {
    const index = this.index!
    if (index.size < this.rules.quotas.documentItems) return false
    return (kind === 'node' ? index.node(id) : index.endsOf(id)) === undefined
  }

  /** Notes where a node is now, and which of its relations have to be looked at. */
  private stage(
    index: CanvasIndex,
    hanging: Hanging,
    id: string,
    entry: Y.Map<unknown>,
    known: Placed | undefined,
    written: Written,
  ): void {
    if (known && written && !written.has(keys.placement) && !written.has(keys.order)) return
    const now = readPlaced(id, entry)
    if (!known) {
      index.addNode(now)
      hanging.hung.add(now)
      hanging.reordered.add(now)
      return
    }
    const isHung = known.parent !== now.parent
    const isReordered = isHung || known.z !== now.z
    if (isHung) hanging.before.set(id, { parent: known.parent, x: known.x, y: known.y })
    if (isHung || this.isUnchecked) hanging.hung.add(known)
    if (isReordered || this.isUnchecked) hanging.reordered.add(known)
    known.x = now.x
    known.y = now.y
    if (isReordered) index.rehang(known, now.parent, now.z)
  }

  private entryOf(node: Placed): Y.Map<unknown> {
    return this.nodes.get(node.id) as Y.Map<unknown>
  }

  /**
   * A repair must lose to whoever wrote without knowing it: above all to an edit on which others build and that is sent again,
   * since Yjs deletes at once what those overwrote.
   */
  private chooseClientId(): void {
    let clientId = repairId(this.rules.random())
    while (Y.getState(this.doc.store, clientId) > 0) clientId++
    this.doc.clientID = clientId
    this.ownClock = 0
  }
}
