import { Button } from '@digdir/designsystemet-react'
import { useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { Device, Devices, SESSION_PATHS } from '#api/session.ts'
import { useAccount, useTexts } from '../lib/account.tsx'
import { callApi } from '../lib/call-api.ts'
import { useAnswer } from '../lib/use-answer.ts'
import { useArrival } from '../lib/use-arrival.ts'
import { useChange } from '../lib/use-change.ts'
import { AddPasskey } from '../parts/add-passkey.tsx'
import { AddTotp } from '../parts/add-totp.tsx'
import { Changed } from '../parts/changed.tsx'
import { ConfirmPassword } from '../parts/confirm-password.tsx'
import { ElectronicIdList } from '../parts/electronic-ids.tsx'
import { Failure } from '../parts/failure.tsx'
import { Icon } from '../parts/icons.tsx'
import { LineSkeletons } from '../parts/skeletons.tsx'
import { StepUp } from '../parts/step-up.tsx'
import { deviceTexts } from '../texts/device-texts.ts'
import { settingsTexts } from '../texts/settings-texts.ts'
import { stepUpTexts } from '../texts/step-up-texts.ts'

const DEVICES: (typeof SESSION_PATHS)['devices'] = '/api/session/devices'
const CARDS: (typeof SESSION_PATHS)['orderCard'] = '/api/session/devices/cards'

/** The devices of the second step: a code app, passkeys. */
export function DevicesPage() {
  const texts = useTexts(deviceTexts)
  const { title: settings } = useTexts(settingsTexts)
  const heading = useArrival<HTMLHeadingElement>(texts.title, 'devices')
  const { answer, again, set } = useAnswer<Devices>(DEVICES)
  return (
    <div className="page" aria-busy={answer.state === 'loading'}>
      <header className="page-head">
        <Link to="/settings" className="back">
          <Icon name="back" />
          {settings}
        </Link>
        <h1 className="page-title" ref={heading} tabIndex={-1}>
          {texts.title}
        </h1>
        <p className="quiet">{texts.why}</p>
      </header>
      {answer.state === 'failed' && <Failure failure={answer.failure} onAgain={() => again()} />}
      {!answer.value && answer.state === 'loading' && <LineSkeletons count={4} />}
      {answer.value && <Held devices={answer.value} onChange={set} onRaised={() => again()} />}
    </div>
  )
}

type HeldProps = { devices: Devices; onChange: (devices: Devices) => void; onRaised: () => void }

function Held({ devices, onChange, onRaised }: HeldProps) {
  const texts = useTexts(deviceTexts)
  const stepUp = useTexts(stepUpTexts)
  const { refresh } = useAccount()
  const [adding, setAdding] = useState<'totp' | 'passkey' | null>(null)
  const [done, setDone] = useState<string | null>(null)
  const remove = useChange(
    useCallback(
      async (device: Device) => {
        onChange(await callApi<Devices>('DELETE', `${DEVICES}/${device.id}`))
        setDone(texts.removed(device.name))
        await refresh()
      },
      [onChange, refresh, texts],
    ),
  )
  const block = useChange(
    useCallback(
      async (device: Device) => {
        onChange(await callApi<Devices>('POST', `${DEVICES}/${device.id}/block`))
        setDone(texts.nowBlocked(device.name))
        await refresh()
      },
      [onChange, refresh, texts],
    ),
  )
  const order = useChange(
    useCallback(
      async (_: undefined) => {
        onChange(await callApi<Devices>('POST', CARDS))
        setDone(texts.cardOrdered)
        await refresh()
      },
      [onChange, refresh, texts],
    ),
  )
  const added = async (now: Devices, name: string) => {
    onChange(now)
    setAdding(null)
    setDone(texts.added(name))
    await refresh()
  }
  const may = devices.changing === 'allowed'
  return (
    <>
      <section className="card" aria-label={texts.title}>
        {devices.devices.length === 0 && <p className="quiet">{texts.none}</p>}
        <ul className="emails">
          {devices.devices.map((device) => (
            <DeviceRow
              key={device.id}
              device={device}
              may={may}
              onRemove={() => void remove.run(device)}
              onBlock={() => void block.run(device)}
            />
          ))}
        </ul>
        <Changed change={remove} done={done} />
        <Changed change={block} done={null} />
        <p>
          <a href="/id/block">{texts.blockAll}</a>
        </p>
      </section>
      <ElectronicIdList may={may} />
      <section className="card">
        {devices.changing === 'step-up' && (
          <>
            <h2>{stepUp.title}</h2>
            <p>{texts.stepUpFirst}</p>
            <StepUp purpose="confirm" onRaised={onRaised} />
          </>
        )}
        {devices.changing === 'password' && <ConfirmPassword onConfirmed={onRaised} />}
        {devices.changing === 'letter' && (
          <>
            <p>{texts.letterFirst}</p>
            <a href="/id/recover">{texts.letterGo}</a>
          </>
        )}
        {may && adding === null && (
          <div className="doings">
            <Button onClick={() => setAdding('totp')}>{texts.addTotp}</Button>
            <Button variant="secondary" onClick={() => setAdding('passkey')}>
              {texts.addPasskey}
            </Button>
          </div>
        )}
        {devices.mayOrderCard && adding === null && (
          <>
            <p className="quiet">{texts.cardWhy}</p>
            <div className="doings">
              <Button variant="secondary" loading={order.busy} onClick={() => void order.run(undefined)}>
                {texts.orderCard}
              </Button>
            </div>
            <Changed change={order} done={null} />
          </>
        )}
        {may && adding === 'totp' && <AddTotp onAdded={added} onCancel={() => setAdding(null)} />}
        {may && adding === 'passkey' && <AddPasskey onAdded={added} onCancel={() => setAdding(null)} />}
      </section>
    </>
  )
}

function DeviceRow(props: { device: Device; may: boolean; onRemove: () => void; onBlock: () => void }) {
  const { device, may, onRemove, onBlock } = props
  const texts = useTexts(deviceTexts)
  const { formats } = useAccount()
  const used = device.lastUsedAt ? texts.lastUsed(formats.day(device.lastUsedAt)) : texts.neverUsed
  return (
    <li>
      <span className="email-words">
        <strong>{device.name}</strong>
        <span className="small quiet">
          {texts.kinds[device.kind]} · {texts.since(formats.day(device.registeredAt))} · {used}
        </span>
        {device.blocked && <span className="small bh-error">{texts.blocked}</span>}
        {!device.revocable && <span className="small quiet">{texts.last}</span>}
      </span>
      {may && device.revocable && (
        <Button
          variant="tertiary"
          data-color="danger"
          aria-label={texts.removeNamed(device.name)}
          onClick={onRemove}
        >
          {texts.remove}
        </Button>
      )}
      {!(may && device.revocable) && (
        <Button
          variant="tertiary"
          data-color="danger"
          aria-label={texts.blockNamed(device.name)}
          onClick={onBlock}
        >
          {texts.block}
        </Button>
      )}
    </li>
  )
}
