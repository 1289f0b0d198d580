# syntax=docker/dockerfile:1

# One image for all processes: the command chooses which.
FROM node:24-slim AS base
WORKDIR /app

FROM base AS source
ENV CI=true
# Settings of npm for a registry of one's own: docker build --secret id=npmrc,src=$HOME/.npmrc
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=certificates npm install --global pnpm@12
# Downloads depend on the lockfile alone, so that editing code doesn't repeat them.
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=certificates pnpm fetch
COPY . .

# The Prisma client and the console are made by development tools that the image doesn't carry.
FROM source AS generated
RUN pnpm install --frozen-lockfile --offline && node apps/console/src/build/main.ts

FROM source AS dependencies
# What runs, with the licences of all that is carried or bundled.
RUN rm -rf node_modules packages/testing \
  && pnpm install --prod --frozen-lockfile --offline --ignore-scripts --filter '!@longhaul/testing' \
  && node apps/launcher/src/image/slim-modules.ts /app \
  && node apps/launcher/src/notices/main.ts /app

FROM debian:bookworm-slim
COPY --from=base /usr/local/bin/node /usr/local/bin/node
COPY --from=base /etc/passwd /etc/group /etc/
ENV NODE_ENV=production
WORKDIR /app
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
