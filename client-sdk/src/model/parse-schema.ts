import type { Schema } from './schema.ts'

/**
 * Checks what claims to be a schema.
 * @returns a frozen copy. @throws TypeError whose message names the path and what belongs there, e.g.
 * `schema.nodes.service.data.replicas.min must be a finite number`.
 */
export function parseSchema(value: unknown): Schema {
  object(value, 'schema')
  const schema: unknown = JSON.parse(JSON.stringify(value))
  record(schema, 'schema', {
    version: required(wholeNumber),
    nodes: required(named(typeRule)),
    edges: named(typeRule),
    strictTypes: boolean,
  })
  return freeze(schema) as Schema
}

type Check = (value: unknown, path: string) => void

function typeRule(value: unknown, path: string): void {
  record(value, path, { data: named(valueRule), strict: boolean })
}

function valueRule(value: unknown, path: string): void {
  const rule = record(value, path, {
    type: oneOf('string', 'number', 'boolean', 'object', 'array', 'any'),
    merge: oneOf('merge', 'atomic', 'text', 'local'),
    enum: scalars,
    min: finite,
    max: finite,
    maxLength: wholeNumber,
  })
  const bounds = ['enum', 'min', 'max', 'maxLength'].filter((name) => rule.has(name))
  // Letters arrive one by one from many people: there is no last valid value to put back.
  if (rule.get('merge') === 'text' && (bounds.length > 0 || (rule.get('type') ?? 'string') !== 'string'))
    throw new TypeError(`${path} is collaborative text, which takes no type and no bounds`)
}

/** An object with these properties and no others. */
function record(value: unknown, path: string, checks: Readonly<Record<string, Check>>): Map<string, unknown> {
  const properties = object(value, path)
  for (const name of properties.keys())
    if (!Object.hasOwn(checks, name))
      throw new TypeError(`${join(path, name)} is not known; known are ${Object.keys(checks).join(', ')}`)
  for (const [name, check] of Object.entries(checks))
    if (properties.has(name) || isRequired.has(check)) check(properties.get(name), join(path, name))
  return properties
}

const isRequired = new WeakSet<Check>()

function required(check: Check): Check {
  const demand: Check = (value, path) => {
    if (value === undefined) throw new TypeError(`${path} is missing`)
    check(value, path)
  }
  isRequired.add(demand)
  return demand
}

/** An object whose names are the application's. */
function named(check: Check): Check {
  return (value, path) => {
    for (const [name, each] of object(value, path)) check(each, join(path, name))
  }
}

function object(value: unknown, path: string): Map<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${path} must be an object`)
  return new Map(Object.entries(value))
}

function oneOf(...names: readonly string[]): Check {
  return (value, path) => {
    if (!names.some((name) => name === value))
      throw new TypeError(`${path} must be one of ${names.join(', ')}`)
  }
}

function scalars(value: unknown, path: string): void {
  if (!Array.isArray(value) || value.some((one) => typeof one === 'object' && one !== null))
    throw new TypeError(`${path} must be a list of strings, numbers, true, false or null`)
}

function finite(value: unknown, path: string): void {
  if (!Number.isFinite(value)) throw new TypeError(`${path} must be a finite number`)
}

function wholeNumber(value: unknown, path: string): void {
  if (!Number.isSafeInteger(value) || (value as number) < 0)
    throw new TypeError(`${path} must be a whole number`)
}

function boolean(value: unknown, path: string): void {
  if (typeof value !== 'boolean') throw new TypeError(`${path} must be true or false`)
}

function join(path: string, name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
}

function freeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) freeze(each)
  return Object.freeze(value)
}
