import { bindCanvas, type CanvasBinding } from '../bind/bind-canvas.ts'
import type { Room } from '../room.ts'
import { Agreement } from './agreement.ts'
import { collaboratorsOf } from './collaborators.ts'
import type { SceneElement, SceneState } from './element.ts'
import type { ExcalidrawApi } from './excalidraw-api.ts'
import { SceneReader } from './scene-reader.ts'
import { SceneWriter } from './scene-writer.ts'

/**
 * Joins an Excalidraw scene and a room: elements are nodes of the same type and id, each property merges by itself, and
 * everybody else is a collaborator. The room is the truth: what the scene held before is replaced in the first frame, so
 * give Excalidraw no `initialData`. The files of images are not part of it; keep them where your application keeps files.
 * @example
 * const [api, setApi] = useState<ExcalidrawImperativeAPI>()
 * const [binding, setBinding] = useState<ExcalidrawBinding>()
 * useEffect(() => {
 *   if (!api) return
 *   const bound = bindExcalidraw(room, api)
 *   setBinding(bound)
 *   return () => bound.stop()
 * }, [api])
 * return <Excalidraw excalidrawAPI={setApi} onPointerUpdate={binding?.onPointerUpdate} />
 */
export function bindExcalidraw(room: Room, api: ExcalidrawApi): ExcalidrawBinding {
  return new ExcalidrawBinding(room, api)
}

/** A room in an Excalidraw editor. */
export class ExcalidrawBinding {
  /** Places and hit queries of all nodes, those included that Excalidraw has no type for. */
  readonly canvas: CanvasBinding
  private readonly room: Room
  private readonly api: ExcalidrawApi
  private readonly agreed = new Agreement()
  private readonly stale = new Set<string>()
  private readonly writer: SceneWriter
  private readonly reader: SceneReader
  private readonly unsubscribe: (() => void)[]
  private started = false
  private othersChanged = true

  /** Use `bindExcalidraw`. */
  constructor(room: Room, api: ExcalidrawApi) {
    this.room = room
    this.api = api
    this.writer = new SceneWriter(room, this.agreed)
    this.reader = new SceneReader(room, this.agreed, Math.random)
    this.canvas = bindCanvas(room, {
      upsert: ({ kind, id }) => void (kind === 'node' && this.stale.add(id)),
      remove: ({ kind, id }) => void (kind === 'node' && this.stale.add(id)),
      frame: () => this.show(),
    })
    this.unsubscribe = [room.others.subscribe(() => (this.othersChanged = true))]
  }

  /** For Excalidraw's property of the same name: shows the others where this person points. */
  readonly onPointerUpdate = ({ pointer }: { pointer: { x: number; y: number } }): void =>
    this.room.cursor.set([pointer.x, pointer.y])

  /** Follows neither of the two any more. */
  stop(): void {
    this.canvas.stop()
    for (const unsubscribe of this.unsubscribe) unsubscribe()
  }

  private show(): void {
    if (this.othersChanged) {
      this.othersChanged = false
      this.api.updateScene({ collaborators: collaboratorsOf(this.room.others) })
    }
    if (this.started && this.stale.size === 0) return
    const before = this.started ? this.api.getSceneElementsIncludingDeleted() : []
    const elements = this.reader.read(before, this.stale, (id) => this.canvas.node(id))
    if (elements || !this.started) {
      const scene = elements ?? []
      this.writer.ordered(scene)
      const current = scene.filter((element) => this.agreed.isCurrent(element))
      // Undo here is about what this person did.
      this.api.updateScene({ elements: scene, captureUpdate: 'NEVER' })
      // Excalidraw gives elements an index in place, which makes them another version.
      for (const element of current) this.agreed.renew(element)
    }
    if (this.started) return
    this.started = true
    this.unsubscribe.push(this.api.onChange((scene, state) => this.changed(scene, state)))
  }

  private changed(elements: readonly SceneElement[], state: SceneState): void {
    const zoom = state.zoom.value
    const [x, y] = [-state.scrollX, -state.scrollY]
    this.room.viewport.set({ x, y, w: state.width / zoom, h: state.height / zoom, zoom })
    this.room.selection.set(Object.keys(state.selectedElementIds))
    for (const id of this.writer.write(elements, state)) this.stale.add(id)
    if (this.stale.size > 0) this.canvas.redraw()
  }
}
