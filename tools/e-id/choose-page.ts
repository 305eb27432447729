/** The page of a simulated electronic ID: who one is, at which level, or not at all. */
import type { TestPerson } from './replayed-claims.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!)

export function choosePage(page: {
  name: string
  action: string
  request: string
  people: readonly TestPerson[]
  levels: readonly string[]
  /** Which level is chosen beforehand. */
  asked: number
}): string {
  const people = page.people.map(
    (person, i) =>
      `<label><input type="radio" name="person" value="${i}"${i === 0 ? ' checked' : ''}> ${escaped(person.name)}${
        person.enterpriseNumber ? `, at work for ${escaped(person.enterpriseNumber)}` : ''
      }</label>`,
  )
  const levels = page.levels.map(
    (level, i) =>
      `<label><input type="radio" name="level" value="${escaped(level)}"${i === page.asked ? ' checked' : ''}> <code>${escaped(level)}</code></label>`,
  )
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.name)} (simulated)</title><link rel="icon" href="data:,">
<style>
body { max-width: 30rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1b2422; background: #fff }
fieldset { margin: 1rem 0; border: 1px solid #8a948f; border-radius: 8px }
label { display: block; min-height: 2.75rem; overflow-wrap: anywhere }
input[type=text], button { font: inherit; min-height: 2.75rem; width: 100%; box-sizing: border-box; margin-top: .5rem }
</style></head>
<body><main>
<h1>${escaped(page.name)}</h1>
<p>This is a simulator for tests and demonstrations, not ${escaped(page.name)} itself.</p>
<form method="post" action="${escaped(page.action)}">
<input type="hidden" name="request" value="${escaped(page.request)}">
<fieldset><legend>Who are you?</legend>
${people.join('\n')}
<label>Somebody else, by national number <input type="text" name="number" inputmode="numeric" autocomplete="off"></label>
</fieldset>
<fieldset><legend>Level</legend>
${levels.join('\n')}
</fieldset>
<button type="submit" name="answer" value="yes">Confirm</button>
<button type="submit" name="answer" value="no">Cancel</button>
</form>
</main></body></html>`
}
