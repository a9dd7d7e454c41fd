import type Konva from 'konva'

/** Set by the binding, or by Konva on a shape that is in use. */
const own = new Set(['x', 'y', 'rotation', 'container', 'children'])

/**
 * Makes a shape look like a freshly rendered one and destroys that one: attributes are copied, so the shape keeps its
 * identity, its listeners, and what the application set beside what it renders. A group's children are patched one by one;
 * where they are others than before, they are replaced.
 */
export function patchShape(shape: Konva.Node, fresh: Konva.Node, isRoot = true): void {
  for (const [name, value] of Object.entries<unknown>(fresh.getAttrs()))
    if (!(isRoot && own.has(name)) && shape.getAttr(name) !== value) shape.setAttr(name, value)
  if (isContainer(shape) && isContainer(fresh)) patchChildren(shape, fresh)
  if (isRoot) fresh.destroy()
}

function patchChildren(group: Konva.Container, fresh: Konva.Container): void {
  const alike =
    group.children.length === fresh.children.length &&
    group.children.every((child, index) => child.className === fresh.children[index]?.className)
  if (alike) {
    for (const [index, child] of group.children.entries())
      patchShape(child, fresh.children[index] as Konva.Node, false)
    return
  }
  group.destroyChildren()
  for (const child of [...fresh.children]) child.moveTo(group)
}

function isContainer(node: Konva.Node): node is Konva.Container {
  return 'children' in node
}
