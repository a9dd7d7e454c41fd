import { describe, expect, test } from 'vitest'
import { shallowEqual } from '../../client-sdk/src/react/equality.ts'
import { memoSelector } from '../../client-sdk/src/react/selector-memo.ts'

describe('[RE1] a selection is one object until it changes', () => {
  test('[RE1] one snapshot is selected from once, even if the selector makes a new object every time', () => {
    const snapshot = { count: 1 }
    let runs = 0
    const read = memoSelector(
      () => snapshot,
      ({ count }) => ({ count, run: ++runs }),
      Object.is,
      undefined,
    )
    expect(read()).toBe(read())
    expect(runs).toBe(1)
  })

  test('[RE1] a new snapshot whose selection is equal keeps the old object', () => {
    let snapshot = { names: ['Ada'], other: 1 }
    const read = memoSelector(
      () => snapshot,
      ({ names }) => names.map((name) => name.toUpperCase()),
      shallowEqual,
      undefined,
    )
    const first = read()
    snapshot = { names: ['Ada'], other: 2 }
    expect(read()).toBe(first)
    snapshot = { names: ['Ada', 'Bob'], other: 2 }
    expect(read()).toEqual(['ADA', 'BOB'])
  })

  test('[RE1] a selector that is new at every render keeps the object of the last one', () => {
    const before = { selection: ['Ada'] }
    const read = memoSelector(
      () => ['Ada'],
      (names) => [...names],
      shallowEqual,
      before,
    )
    expect(read()).toBe(before.selection)
  })
})

describe('[RE2] shallow equality looks one level deep', () => {
  test.each([
    [[1, 'a'], [1, 'a'], true],
    [[1], [1, 2], false],
    [{ a: 1, b: undefined }, { a: 1, b: undefined }, true],
    [{ a: undefined }, { b: undefined }, false],
    [{ a: [] }, { a: [] }, false],
    [[], {}, false],
    [Number.NaN, Number.NaN, true],
    [null, {}, false],
    [0, '0', false],
  ])('[RE2] %j and %j: %s', (before, now, equal) => {
    expect(shallowEqual(before, now)).toBe(equal)
    expect(shallowEqual(now, before)).toBe(equal)
  })
})
