import type { Plugin } from 'vite'

/** Where compiled code counts what it runs through. */
export const countersName = '__fuzzCounters'

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
}

/** Has every branch of the code that strangers' bytes run through count itself: coverage for a fuzzer, at the price of an increment. */
export function instrument(isTarget: (file: string) => boolean): {
  readonly plugin: Plugin
  readonly count: () => number
} {
  let next = 0
  const plugin: Plugin = {
    name: 'instrument',
    enforce: 'post',
    transform(code, file) {
      if (!isTarget(file)) return undefined
      const edits: (readonly [at: number, text: string])[] = []
      const count = (): string => `${countersName}[${next++}]++`
      visit(this.parse(code), (node) => {
        for (const block of blocksOf(node)) {
          if (block.type === 'BlockStatement') edits.push([block.start + 1, `${count()};`])
          else if (block.type.endsWith('Statement'))
            edits.push([block.start, `{${count()};`], [block.end, '}'])
          else edits.push([block.start, `(${count()},`], [block.end, ')'])
        }
        if (node.type === 'SwitchCase') {
          const [first] = (node as Node & { consequent: Node[] }).consequent
          if (first) edits.push([first.start, `${count()};`])
        }
      })
      let text = code
      // From the end on, so that places before stay right; at one place what was noted first is outermost.
      for (const [at, piece] of edits
        .map((edit, order) => ({ edit, order }))
        .sort((a, b) => b.edit[0] - a.edit[0] || b.order - a.order)
        .map(({ edit }) => edit))
        text = text.slice(0, at) + piece + text.slice(at)
      return { code: text, map: null }
    },
  }
  return { plugin, count: () => next }
}

/** What of a node is run or not run. */
function blocksOf(node: Node): Node[] {
  const { body, consequent, alternate, right, block, type } = node as Node & Record<string, Node | undefined>
  const some = (...nodes: (Node | null | undefined)[]): Node[] => nodes.filter((each) => !!each)
  switch (type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'WhileStatement':
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'DoWhileStatement':
    case 'CatchClause':
      return some(body)
    case 'IfStatement':
    case 'ConditionalExpression':
      return some(consequent, alternate?.type === 'IfStatement' ? undefined : alternate)
    case 'LogicalExpression':
      return some(right)
    case 'TryStatement':
      return some(block)
    default:
      return []
  }
}

function visit(node: Node, seen: (node: Node) => void): void {
  seen(node)
  for (const value of Object.values(node) as unknown[])
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value])
      if (typeof child === 'object' && child !== null && 'type' in child && 'start' in child)
        visit(child as Node, seen)
}
