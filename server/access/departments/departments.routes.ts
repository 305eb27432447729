/** An enterprise's departments over HTTP (api/departments.ts). No logic here. */
import {
  ChangeDepartment,
  ChangeRules,
  DepartmentParams,
  Departments,
  MakeDepartment,
  DEPARTMENT_PATHS as P,
} from '#api/departments.ts'
import type { ActorOf } from '#ground/actor.ts'
import type { Routes } from '#ground/routes.ts'
import {
  changeDepartment,
  changeRules,
  deleteDepartment,
  makeDepartment,
  routeAgain,
  showDepartments,
} from './change-departments.ts'

const MANAGE = { action: 'manage-departments' } as const

export const departmentsRoutes =
  (actorOf: ActorOf): Routes =>
  (app, house) => {
    app.get(
      P.all,
      { config: { action: 'read-departments' }, schema: { response: { 200: Departments } } },
      async (request) => showDepartments(house, await actorOf(request)),
    )
    app.post(
      P.all,
      { config: MANAGE, schema: { body: MakeDepartment, response: { 201: Departments } } },
      async (request, reply) =>
        reply.code(201).send(await makeDepartment(house, await actorOf(request), request.body.name)),
    )
    app.patch(
      P.one,
      {
        config: MANAGE,
        schema: { params: DepartmentParams, body: ChangeDepartment, response: { 200: Departments } },
      },
      async (request) =>
        changeDepartment(house, await actorOf(request), request.params.departmentId, request.body),
    )
    app.delete(
      P.one,
      { config: MANAGE, schema: { params: DepartmentParams, response: { 200: Departments } } },
      async (request) => deleteDepartment(house, await actorOf(request), request.params.departmentId),
    )
    app.patch(
      P.rules,
      { config: MANAGE, schema: { body: ChangeRules, response: { 200: Departments } } },
      async (request) => changeRules(house, await actorOf(request), request.body),
    )
    app.post(
      P.again,
      { config: MANAGE, schema: { response: { 202: Departments } } },
      async (request, reply) => reply.code(202).send(await routeAgain(house, await actorOf(request))),
    )
  }
