/** What a value may be compared with: JSON without arrays and objects. */
export type Scalar = string | number | boolean | null

/** What an application allows in one data key. All parts are optional; together they must all hold. */
export interface ValueRule {
  /** `number` means a finite one, `object` neither null nor an array. Absent: as `any`. */
  readonly type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'any'
  /**
   * How concurrent edits meet. `merge` (the default): the key is a register of its own. `atomic`: the same, and nothing
   * inside the value is ever merged. `text`: collaborative text. `local`: never leaves the client.
   */
  readonly merge?: 'merge' | 'atomic' | 'text' | 'local'
  readonly enum?: readonly Scalar[]
  /** Least number. */
  readonly min?: number
  /** Greatest number. */
  readonly max?: number
  /** UTF-16 units of a string, or items of an array. */
  readonly maxLength?: number
}

/** What an application allows in nodes or edges of one type. */
export interface TypeRule {
  readonly data?: Readonly<Record<string, ValueRule>>
  /** Whether only the keys named in `data` may be there. */
  readonly strict?: boolean
}

/**
 * What an application allows in its canvas: plain JSON, the same for the SDK and for `COPLANE_SCHEMA` on the server.
 * @example { version: 1, nodes: { service: { data: { replicas: { type: 'number', min: 0 } } } } }
 */
export interface Schema {
  /** The application's own count of its schemas, from 1. */
  readonly version: number
  readonly nodes: Readonly<Record<string, TypeRule>>
  /** Absent: edges are free. */
  readonly edges?: Readonly<Record<string, TypeRule>>
  /** Whether only types that are named may exist, among nodes and, where `edges` is given, among edges. */
  readonly strictTypes?: boolean
}

export type ItemKind = 'node' | 'edge'

/** How a data key merges; keys and types that the schema does not name merge by themselves. */
export function mergeOf(
  schema: Schema | undefined,
  kind: ItemKind,
  type: string,
  key: string,
): NonNullable<ValueRule['merge']> {
  return (schema && ruleOf(typeRuleOf(schema, kind, type), key)?.merge) ?? 'merge'
}

/** @returns a sentence when items of that type may not exist, otherwise undefined. */
export function typeViolationOf(schema: Schema, kind: ItemKind, type: string): string | undefined {
  const isFree = schema.strictTypes !== true || (kind === 'edge' && schema.edges === undefined)
  if (isFree || typeRuleOf(schema, kind, type)) return undefined
  return `the schema has no ${kind} type ${JSON.stringify(type)}`
}

/**
 * Whether a data value breaks the schema.
 * @param key the application's name, without the document's `d:`.
 * @param value JSON; of collaborative text its plain string.
 * @returns a sentence for people, or undefined when the value may stand.
 * @example violationOf(schema, 'node', 'service', 'replicas', -1) // 'replicas of a service node must be at least 0'
 */
export function violationOf(
  schema: Schema,
  kind: ItemKind,
  type: string,
  key: string,
  value: unknown,
): string | undefined {
  const typeRule = typeRuleOf(schema, kind, type)
  if (!typeRule) return undefined
  const rule = ruleOf(typeRule, key)
  const subject = `${key} of a ${type} ${kind}`
  if (!rule) return typeRule.strict === true ? `${subject} is not in the schema` : undefined
  const demand = brokenDemand(rule, value)
  return demand && `${subject} ${demand}`
}

function brokenDemand(rule: ValueRule, value: unknown): string | undefined {
  const { type = 'any', min, max, maxLength } = rule
  if (rule.merge === 'local') return 'is local and not part of the document'
  if (rule.merge === 'text') return typeof value === 'string' ? undefined : 'must be text'
  if (!isOfType(type, value)) return `must be ${phrases[type]}`
  if (rule.enum && !rule.enum.some((one) => one === value))
    return `must be one of ${rule.enum.map((one) => JSON.stringify(one)).join(', ')}`
  if (typeof value === 'number') {
    if (min !== undefined && !(value >= min)) return `must be at least ${min}`
    if (max !== undefined && !(value <= max)) return `must be at most ${max}`
  }
  if (maxLength !== undefined && (typeof value === 'string' || Array.isArray(value)))
    if (value.length > maxLength) return `must not be longer than ${maxLength}`
  return undefined
}

const phrases = {
  string: 'a string',
  number: 'a finite number',
  boolean: 'true or false',
  object: 'an object',
  array: 'an array',
  any: 'anything',
} as const

function isOfType(type: keyof typeof phrases, value: unknown): boolean {
  switch (type) {
    case 'any':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'array':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
    case 'string':
    case 'boolean':
      return typeof value === type
    default:
      return type satisfies never
  }
}

/** Names come from users: only own properties count, so that `constructor` is a name like any other. */
function typeRuleOf(schema: Schema, kind: ItemKind, type: string): TypeRule | undefined {
  const rules = kind === 'node' ? schema.nodes : schema.edges
  return rules && Object.hasOwn(rules, type) ? rules[type] : undefined
}

function ruleOf(rule: TypeRule | undefined, key: string): ValueRule | undefined {
  return rule?.data && Object.hasOwn(rule.data, key) ? rule.data[key] : undefined
}
