import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOurs } from './request-origin.ts'

const OWN = 'https://post.example'
const post = (secFetchSite?: string, origin?: string) => ({ method: 'POST', secFetchSite, origin })

test('a state-changing request is taken from our own pages only', () => {
  assert.ok(isOurs(post('same-origin', OWN), OWN))
  assert.ok(isOurs(post('same-origin', 'null'), OWN))
  assert.ok(isOurs(post(undefined, OWN), OWN))
  for (const site of ['cross-site', 'same-site', 'none', ''])
    assert.equal(isOurs(post(site, OWN), OWN), false, site)
  for (const origin of [
    undefined,
    'null',
    'https://post.example.evil.example',
    'http://post.example',
    'https://post.example:444',
  ]) {
    assert.equal(isOurs(post(undefined, origin), OWN), false, String(origin))
  }
})

test('reading is free, every other method is not', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    assert.ok(isOurs({ method, secFetchSite: 'cross-site', origin: 'https://evil.example' }, OWN))
  }
  for (const method of ['PUT', 'PATCH', 'DELETE', 'POST', 'PROPFIND', 'get']) {
    assert.equal(isOurs({ method, secFetchSite: 'cross-site', origin: undefined }, OWN), false, method)
  }
})
