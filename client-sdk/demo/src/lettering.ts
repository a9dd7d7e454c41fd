import type { CanvasNode } from '@coplane/client'

const family = `Inter, ui-sans-serif, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif`

export function font(weight: number, px: number): string {
  return `${weight} ${px}px ${family}`
}

/** The node's name as people see it. */
export function labelOf(node: CanvasNode): string {
  const label = node.data['label']
  return typeof label === 'string' ? label : ''
}

/** Nodes keep their identity until they change, so a label is fitted once for every version of its node. */
const fitted = new WeakMap<CanvasNode, string>()

/** The label, cut off with an ellipsis where it is too long. The context's font has to be set already. */
export function fit(
  context: CanvasRenderingContext2D,
  node: CanvasNode,
  label: string,
  width: number,
): string {
  const known = fitted.get(node)
  if (known !== undefined) return known
  const text = cut(context, label, width)
  fitted.set(node, text)
  return text
}

function cut(context: CanvasRenderingContext2D, label: string, width: number): string {
  if (context.measureText(label).width <= width) return label
  let low = 0
  let high = label.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (context.measureText(`${label.slice(0, middle)}…`).width <= width) low = middle
    else high = middle - 1
  }
  return `${label.slice(0, low).trimEnd()}…`
}
