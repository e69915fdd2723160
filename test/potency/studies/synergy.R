# Rscript synergy.R, in this folder. R 4.2.2. A checkerboard of signals; one joint nls of both components with the control they share gives the covariance
# of the combination index, by numeric derivatives of its closed form; Bliss's excess by numeric derivatives of the four means.
source("expected.R")
set.seed(3)
da <- c(0, 1, 3, 9, 27, 81); db <- c(0, 0.2, 0.6, 1.8, 5.4, 16.2); rows <- NULL
surface <- function(a, b) 0.05 + 0.95 / (1 + (a / 8 + b / 1.5 + 0.6 * sqrt(a * b / 12))^1.3)
for (a in da) for (b in db) rows <- rbind(rows, data.frame(dose_a = a, dose_b = b, response = round(surface(a, b) + rnorm(3, 0, 0.015), 4)))
write.csv(rows, "synergy.csv", row.names = FALSE, quote = FALSE)
cell <- interaction(rows$dose_a, rows$dose_b); df0 <- nrow(rows) - nlevels(cell); s2 <- sum(resid(lm(response ~ cell, rows))^2) / df0
m <- function(a, b) mean(rows$response[rows$dose_a == a & rows$dose_b == b])
fit1 <- function(d) nls(response ~ lower + (upper - lower) / (1 + exp(slope * (log(dose) - e))), d, start = list(lower = 0.05, upper = 1, slope = 1.3, e = log(0.6 * median(d$dose[d$dose > 0]))), control = nls.control(tol = 1e-6, maxiter = 500))
A <- subset(rows, dose_b == 0); A$dose <- A$dose_a; B <- subset(rows, dose_a == 0); B$dose <- B$dose_b
fa <- fit1(A); fb <- fit1(B); pa <- coef(fa); pb <- coef(fb)
alone <- function(y, p) exp(p[["e"]] + log((p[["upper"]] - y) / (y - p[["lower"]])) / p[["slope"]])
# J of each fit by hand; control wells are the rows with dose 0 of both.
J <- function(p, d) { f <- function(q) q[["lower"]] + (q[["upper"]] - q[["lower"]]) / (1 + exp(q[["slope"]] * (log(d) - q[["e"]])))
  sapply(names(p), function(n) { h <- 1e-6; u <- p; u[n] <- p[n] + h; w <- p; w[n] <- p[n] - h; (f(u) - f(w)) / (2 * h) }) }
Ca <- solve(crossprod(J(pa, A$dose))); Cb <- solve(crossprod(J(pb, B$dose))); ga0 <- J(pa, 0); gb0 <- J(pb, 0); shared <- 3
sa2 <- deviance(fa) / df.residual(fa); sb2 <- deviance(fb) / df.residual(fb)
v <- list()
put <- function(i, a, b) { key <- function(k) sprintf("combinations.%d.%s", i, k); y <- m(a, b)
  excess <- function(z) z[2] * z[3] / z[4]^2 - z[1] / z[4]; z <- c(y, m(a, 0), m(0, b), m(0, 0)); g <- sapply(1:4, function(j) { u <- z; u[j] <- z[j] + 1e-6; w <- z; w[j] <- z[j] - 1e-6; (excess(u) - excess(w)) / 2e-6 })
  half <- qt(0.975, df0) * sqrt(sum(g^2) * s2 / 3); e <- excess(z)
  v[[key("bliss.excess")]] <<- e; v[[key("bliss.lower")]] <<- e - half; v[[key("bliss.upper")]] <<- e + half
  index <- function(y, pa, pb) a / alone(y, pa) + b / alone(y, pb); ci <- index(y, pa, pb)
  dp <- function(p, f) sapply(names(p), function(n) { h <- 1e-6; u <- p; u[n] <- p[n] + h; w <- p; w[n] <- p[n] - h; (f(u) - f(w)) / (2 * h) })
  ga <- dp(pa, function(p) index(y, p, pb)); gb <- dp(pb, function(p) index(y, pa, p)); gy <- (index(y + 1e-6, pa, pb) - index(y - 1e-6, pa, pb)) / 2e-6
  parts <- c(drop(ga %*% Ca %*% ga) * sa2, drop(gb %*% Cb %*% gb) * sb2, gy^2 * s2 / 3); dfs <- c(df.residual(fa), df.residual(fb), df0)
  # One control well moves the parameters of both fits: cov = m s2 (C_a g0)(C_b g0)'.
  cov <- 2 * shared * s2 * sum(ga * (Ca %*% ga0)) * sum(gb * (Cb %*% gb0))
  df <- sum(parts)^2 / sum(parts^2 / dfs); half <- qt(0.975, df) * sqrt(sum(parts) + cov) / ci
  v[[key("loewe.index")]] <<- ci; v[[key("loewe.lower")]] <<- ci * exp(-half); v[[key("loewe.upper")]] <<- ci * exp(half); v[[key("loewe.aloneA")]] <<- alone(y, pa) }
put(0, 1, 0.2); put(6, 3, 0.6); put(7, 3, 1.8); put(12, 9, 1.8)
v[["combinations.6.doseA"]] <- 3; v[["combinations.6.doseB"]] <- 0.6; v[["combinations.12.doseB"]] <- 1.8
write_expected("synergy.expected.json", "R 4.2.2 nls and numeric derivatives, synergy.R", 2e-5, v)
