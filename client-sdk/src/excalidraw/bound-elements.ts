import type { BoundElement } from './element.ts'
import type { ElementSnapshot } from './element-snapshot.ts'

/** Which arrows and texts are bound to which shapes, derived from the arrows and texts themselves. */
export class BoundElements {
  private readonly targetsOf = new Map<string, readonly string[]>()
  private readonly boundTo = new Map<string, Map<string, BoundElement>>()

  of(target: string): readonly BoundElement[] {
    return [...(this.boundTo.get(target)?.values() ?? [])]
  }

  /** Takes in what an element is bound to now; undefined when it went. @returns the shapes for which something changed. */
  set(id: string, type: string, snapshot: ElementSnapshot | undefined): readonly string[] {
    const before = this.targetsOf.get(id) ?? []
    const now = snapshot ? targets(type, snapshot) : []
    if (before.length === now.length && before.every((target, index) => target === now[index])) return []
    for (const target of before) this.boundTo.get(target)?.delete(id)
    for (const target of now) {
      const bound = this.boundTo.get(target) ?? new Map<string, BoundElement>()
      bound.set(id, { id, type: type === 'text' ? 'text' : 'arrow' })
      this.boundTo.set(target, bound)
    }
    if (now.length > 0) this.targetsOf.set(id, now)
    else this.targetsOf.delete(id)
    return [...before, ...now]
  }
}

function targets(type: string, { values }: ElementSnapshot): readonly string[] {
  if (type === 'text') return typeof values['containerId'] === 'string' ? [values['containerId']] : []
  if (type !== 'arrow') return []
  return [values['startBinding'], values['endBinding']].flatMap((binding) => {
    const id =
      binding !== null && typeof binding === 'object' && 'elementId' in binding
        ? binding['elementId']
        : undefined
    return typeof id === 'string' ? [id] : []
  })
}
