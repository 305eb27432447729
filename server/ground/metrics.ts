/** Prometheus metrics, one registry per house so that tests do not share counters. Labels are codes and route patterns,
 * never anybody's data. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = ReturnType<typeof openMetrics>

export function openMetrics(options: { process: boolean }) {
  const registry = new Registry()
  if (options.process) collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'brevhus_http_request_seconds',
      help: 'Time to answer, by route pattern and status class',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
      registers,
    }),
    letters: new Counter({
      name: 'brevhus_letters_total',
      help: 'Letters decided, by outcome and lane',
      labelNames: ['outcome', 'lane'],
      registers,
    }),
    chunkLetters: new Histogram({
      name: 'brevhus_commit_chunk_letters',
      help: 'Letters committed together',
      buckets: [1, 2, 4, 8, 16, 32, 64, 128, 500, 1000, 2000],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'brevhus_job_seconds',
      help: 'Time a job took, by name and outcome',
      labelNames: ['job', 'outcome'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
      registers,
    }),
    registerDelay: new Gauge({
      name: 'brevhus_register_delay_seconds',
      help: 'How far behind the register we may be (P-05: at most 60): since the newest change, or since it last answered',
      registers,
    }),
    noticesSent: new Counter({
      name: 'brevhus_notices_total',
      help: 'Notices, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
  }
}
