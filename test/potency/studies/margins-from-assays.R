# Rscript margins-from-assays.R, in this folder. R 4.2.2 nls: free and constrained 4PL fits of six assays of one material against itself.
source("expected.R")
set.seed(21)
doses <- 100 * 3^-(0:7); rows <- NULL
for (a in 1:6) for (s in c("RS", "RS-again")) for (r in 1:2) {
  y <- (0.1 + 2.4 / (1 + (doses / (3 * exp(rnorm(1, 0, 0.02))))^-1.2)) + rnorm(8, 0, 0.03)
  rows <- rbind(rows, data.frame(assay = paste0("H", a), sample = s, dose = signif(doses, 6), response = round(y, 4))) }
write.csv(rows, "margins-from-assays.csv", row.names = FALSE, quote = FALSE)
writeLines(c("reference: RS", "minimumAssays: 6"), "margins-from-assays.options.yaml")
four <- function(lx, lower, upper, slope, e) lower + (upper - lower) / (1 + exp(slope * (lx - e)))
start <- list(lower = 0.1, upper = 2.5, slope = -1.2, e = log(3)); control <- nls.control(tol = 1e-7, maxiter = 200)
h <- NULL
for (a in unique(rows$assay)) { d <- subset(rows, assay == a); d$lx <- log(d$dose); d$test <- as.numeric(d$sample != "RS")
  r <- nls(response ~ four(lx, lower, upper, slope, e), subset(d, test == 0), start = start, control = control); t <- nls(response ~ four(lx, lower, upper, slope, e), subset(d, test == 1), start = start, control = control)
  c <- nls(response ~ four(lx, lower, upper, slope, e - rho * test), d, start = c(start, rho = 0), control = control)
  p <- coef(r); q <- coef(t)
  h <- rbind(h, c(q["upper"] / p["upper"], (q["lower"] - p["lower"]) / (p["upper"] - p["lower"]), q["slope"] / p["slope"], deviance(c) - deviance(r) - deviance(t))) }
v <- list()
for (i in 1:nrow(h)) for (j in 1:4) v[[sprintf("history.%d.value", 4 * (i - 1) + j - 1)]] <- unname(h[i, j])
onscale <- list(log(h[, 1]), h[, 2], log(h[, 3]), log(h[, 4]))
for (j in 1:4) { v[[sprintf("figures.%d.margins.mean", j - 1)]] <- mean(onscale[[j]]); v[[sprintf("figures.%d.margins.sd", j - 1)]] <- sd(onscale[[j]]) }
write_expected("margins-from-assays.expected.json", "R 4.2.2 nls, margins-from-assays.R", 2e-5, v)
