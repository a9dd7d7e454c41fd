import { describe, expect, test } from 'vitest'
import { isCoordinate, maxCoordinate } from '../../client-sdk/src/model/layout.ts'
import { parseSchema } from '../../client-sdk/src/model/parse-schema.ts'
import { mergeOf, typeViolationOf, violationOf } from '../../client-sdk/src/model/schema.ts'
import { coordinateScale, limits } from '../../client-sdk/src/protocol/limits.ts'

const schema = parseSchema({
  version: 1,
  nodes: {
    service: {
      strict: true,
      data: {
        label: { type: 'string', maxLength: 5 },
        replicas: { type: 'number', min: 0, max: 9 },
        state: { enum: ['up', 'down', null] },
        public: { type: 'boolean' },
        tags: { type: 'array', merge: 'atomic', maxLength: 2 },
        limits: { type: 'object' },
        notes: { merge: 'text' },
        hovered: { merge: 'local' },
      },
    },
    frame: {},
  },
  strictTypes: true,
})

describe('[SC1] a value is judged by the rule of its type and key', () => {
  test.each([
    ['label', 'api', undefined],
    ['label', 7, 'label of a service node must be a string'],
    ['label', 'longer', 'label of a service node must not be longer than 5'],
    ['replicas', 9, undefined],
    ['replicas', -1, 'replicas of a service node must be at least 0'],
    ['replicas', 10, 'replicas of a service node must be at most 9'],
    ['replicas', Number.NaN, 'replicas of a service node must be a finite number'],
    ['replicas', '3', 'replicas of a service node must be a finite number'],
    ['state', null, undefined],
    ['state', 'gone', 'state of a service node must be one of "up", "down", null'],
    ['public', 0, 'public of a service node must be true or false'],
    ['tags', ['a', 'b'], undefined],
    ['tags', ['a', 'b', 'c'], 'tags of a service node must not be longer than 2'],
    ['tags', {}, 'tags of a service node must be an array'],
    ['limits', { cpu: 1 }, undefined],
    ['limits', null, 'limits of a service node must be an object'],
    ['limits', [], 'limits of a service node must be an object'],
    ['notes', 'plain', undefined],
    ['notes', {}, 'notes of a service node must be text'],
    ['hovered', true, 'hovered of a service node is local and not part of the document'],
    ['colour', 'red', 'colour of a service node is not in the schema'],
  ])('[SC1] %s = %j', (key, value, sentence) => {
    expect(violationOf(schema, 'node', 'service', key, value)).toBe(sentence)
  })

  test('[SC1] what the schema does not name is free', () => {
    expect(violationOf(schema, 'node', 'frame', 'colour', 'red')).toBeUndefined()
    expect(violationOf(schema, 'node', 'unnamed', 'colour', 'red')).toBeUndefined()
    expect(violationOf(schema, 'edge', 'service', 'label', 7)).toBeUndefined()
  })

  test('[SC1] names that every object has are names like any other', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(typeViolationOf(schema, 'node', name)).toContain('no node type')
      expect(violationOf(schema, 'node', name, 'label', 7)).toBeUndefined()
      expect(violationOf(schema, 'node', 'service', name, 7)).toContain('is not in the schema')
    }
    const odd = parseSchema(JSON.parse('{"version":1,"nodes":{"__proto__":{"strict":true}}}'))
    expect(violationOf(odd, 'node', '__proto__', 'a', 1)).toContain('is not in the schema')
    expect(violationOf(odd, 'node', 'other', 'a', 1)).toBeUndefined()
  })
})

test('[SC2] strictTypes closes the list of types, of edges only where edges are given', () => {
  expect(typeViolationOf(schema, 'node', 'frame')).toBeUndefined()
  expect(typeViolationOf(schema, 'node', 'blob')).toBe('the schema has no node type "blob"')
  expect(typeViolationOf(schema, 'edge', 'blob')).toBeUndefined()
  const open = parseSchema({ version: 1, nodes: {} })
  expect(typeViolationOf(open, 'node', 'blob')).toBeUndefined()
})

test('[SC3] how a key merges is known, and by itself when nothing says otherwise', () => {
  expect(mergeOf(schema, 'node', 'service', 'notes')).toBe('text')
  expect(mergeOf(schema, 'node', 'service', 'label')).toBe('merge')
  expect(mergeOf(schema, 'node', 'service', 'constructor')).toBe('merge')
  expect(mergeOf(undefined, 'edge', '', 'label')).toBe('merge')
})

test('[SC4] what is no schema is refused with the path of the fault', () => {
  const refusals: readonly (readonly [unknown, string])[] = [
    [undefined, 'schema must be an object'],
    [[], 'schema must be an object'],
    [{ nodes: {} }, 'schema.version is missing'],
    [{ version: 1 }, 'schema.nodes is missing'],
    [{ version: 1.5, nodes: {} }, 'schema.version must be a whole number'],
    [{ version: 1, nodes: { a: 7 } }, 'schema.nodes.a must be an object'],
    [
      { version: 1, nodes: {}, node: {} },
      'schema.node is not known; known are version, nodes, edges, strictTypes',
    ],
    [{ version: 1, nodes: { 'a b': { strict: 1 } } }, 'schema.nodes["a b"].strict must be true or false'],
    [
      { version: 1, nodes: {}, edges: { w: { data: { k: { type: 'text' } } } } },
      'schema.edges.w.data.k.type must be one of string, number, boolean, object, array, any',
    ],
    [
      { version: 1, nodes: { a: { data: { k: { min: Number.NaN } } } } },
      'schema.nodes.a.data.k.min must be a finite number',
    ],
    [
      { version: 1, nodes: { a: { data: { k: { enum: [{}] } } } } },
      'schema.nodes.a.data.k.enum must be a list of strings, numbers, true, false or null',
    ],
    [
      { version: 1, nodes: { a: { data: { k: { merge: 'text', maxLength: 3 } } } } },
      'schema.nodes.a.data.k is collaborative text, which takes no type and no bounds',
    ],
  ]
  for (const [value, sentence] of refusals) expect(() => parseSchema(value)).toThrow(new TypeError(sentence))
})

test('[SC5] a parsed schema is a frozen copy', () => {
  const source = { version: 1, nodes: { a: { data: { k: { type: 'string' } } } } }
  const parsed = parseSchema(source)
  source.nodes.a.data.k.type = 'number'
  expect(violationOf(parsed, 'node', 'a', 'k', 'text')).toBeUndefined()
  expect(Object.isFrozen(parsed.nodes['a']?.data)).toBe(true)
})

test('[SC6] coordinates are bounded as on the wire', () => {
  expect(maxCoordinate).toBe(limits.maxCoordinate / coordinateScale)
  expect([0, -maxCoordinate, 12.25].every(isCoordinate)).toBe(true)
  expect([Number.NaN, Infinity, maxCoordinate * 2, '3', null, undefined].some(isCoordinate)).toBe(false)
})
